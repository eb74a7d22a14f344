import { describe, expect, it } from 'vitest'
import { MAX_QUERY_CHARS, parseQuery, termOf } from './parse-query.ts'

const words = (text: string) =>
  parseQuery(text)
    .terms.map(({ word }) => word)
    .filter((word) => !word.startsWith('~'))

describe('parseQuery()', () => {
  it('leaves out what carries no meaning', () => {
    expect(words('I want to book a meeting room with an MCP server')).toEqual([
      'book',
      'meeting',
      'room',
    ])
    expect(words('会議室を予約したいです').slice(0, 3)).toEqual(['会議', '室', '予約'])
  })

  it('keeps words without meaning when there are no others', () => {
    expect(words('mcp server')).toEqual(['mcp', 'server'])
  })

  it('takes several forms of one word as one', () => {
    expect(words('booking books book')).toEqual(['booking'])
  })

  it('lets the last word of a short wish be the beginning of a longer one', () => {
    const [send, mess] = parseQuery('send mess').terms
    expect(send?.alternatives).toEqual([{ words: ['send'], isPrefix: false, share: 1 }])
    expect(mess?.alternatives).toEqual([
      { words: ['mess'], isPrefix: false, share: 1 },
      { words: ['mess'], isPrefix: true, share: 0.6 },
    ])
  })

  it('finds a camel-case word whole or in parts', () => {
    expect(termOf('GitHub').alternatives).toEqual([
      { words: ['github'], isPrefix: false, share: 1 },
      { words: ['git', 'hub'], isPrefix: false, share: 1 },
    ])
  })

  it('finds a long Japanese word also where it was cut otherwise', () => {
    expect(termOf('データベース').alternatives).toEqual([
      { words: ['データベース'], isPrefix: false, share: 1 },
      { words: ['データベース'], isPrefix: true, share: 0.9 },
      { words: ['デー', 'ータ', 'タベ', 'ベー', 'ース'], isPrefix: false, share: 0.8 },
    ])
  })

  it('says Japanese words in English, too', () => {
    const found = parseQuery('契約書を翻訳').terms.flatMap(({ alternatives }) => alternatives)
    expect(found.map(({ words: [word] }) => word)).toEqual(
      expect.arrayContaining(['contract', 'translat']),
    )
  })

  it('says what words have in common, in whatever language they are', () => {
    for (const text of ['weather in Kyoto', 'will it rain', '天気', '天气']) {
      expect(parseQuery(text).terms.map(({ word }) => word)).toContain('~weather')
    }
  })

  it('lets what is written around a wish count for less', () => {
    const { terms } = parseQuery('please recommend me a good recipe with eggs and rice for today')
    const weightOf = (word: string) => terms.find((term) => term.word === word)?.weight ?? 0
    expect(weightOf('recommend')).toBeLessThan(weightOf('recipe'))
    expect(weightOf('today')).toBeLessThan(weightOf('eggs'))
  })

  it.each(['com.notion/mcp', 'com.notion', 'monday.com', 'io.github.acme/my_server.v2'])(
    'takes the name %s as one word',
    (name) => {
      const [term, ...others] = parseQuery(name).terms
      expect(others).toEqual([])
      expect(term?.alternatives[0]).toEqual({ words: [name], isPrefix: true, share: 1 })
    },
  )

  it.each(['', '   ', '!!!', '🎬', '\u0000'])('finds no term in %j', (text) => {
    expect(parseQuery(text).terms).toEqual([])
  })

  it('takes at most 32 words', () => {
    const text = Array.from({ length: 50 }, (_, index) => `word${index}`).join(' ')
    expect(parseQuery(text).terms).toHaveLength(32)
  })

  it('takes pasted data for what it is, however long', () => {
    const { text, terms } = parseQuery(`What is this? iVBORw0KGgo${'A'.repeat(20_000)}==`)
    expect(text).toBe('What is this?  image')
    expect(terms.map(({ word }) => word)).toContain('~image')
  })

  it('refuses more text than a wish needs', () => {
    expect(() => parseQuery('x '.repeat(MAX_QUERY_CHARS))).toThrow(
      expect.objectContaining({ code: 'ERR_QUERY_TOO_LONG' }),
    )
  })
})
