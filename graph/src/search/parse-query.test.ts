import { describe, expect, it } from 'vitest'
import { MAX_QUERY_CHARS, parseQuery, termOf } from './parse-query.ts'

const words = (text: string) => parseQuery(text).terms.map(({ word }) => word)

describe('parseQuery()', () => {
  it('leaves out what carries no meaning', () => {
    expect(words('I want to book a meeting room with an MCP server')).toEqual([
      'book',
      'meeting',
      'room',
    ])
    expect(words('会議室を予約したいです')).toEqual(['会議', '室', '予約'])
  })

  it('keeps words without meaning when there are no others', () => {
    expect(words('mcp server')).toEqual(['mcp', 'server'])
  })

  it('takes several forms of one word as one', () => {
    expect(words('booking books book')).toHaveLength(1)
  })

  it('lets the last word be the beginning of a longer one', () => {
    expect(parseQuery('send mess').terms.map(({ alternatives }) => alternatives)).toEqual([
      [{ words: ['send'], isPrefix: false }],
      [
        { words: ['mess'], isPrefix: false },
        { words: ['mess'], isPrefix: true },
      ],
    ])
  })

  it('finds a camel-case word whole or in parts', () => {
    expect(termOf('GitHub').alternatives).toEqual([
      { words: ['github'], isPrefix: false },
      { words: ['git', 'hub'], isPrefix: false },
    ])
  })

  it('finds a long Japanese word also where it was cut otherwise', () => {
    expect(termOf('データベース').alternatives).toEqual([
      { words: ['データベース'], isPrefix: true },
      { words: ['デー', 'ータ', 'タベ', 'ベー', 'ース'], isPrefix: false },
    ])
  })

  it.each(['com.notion/mcp', 'com.notion', 'monday.com', 'io.github.acme/my_server.v2'])(
    'takes the name %s as one word',
    (name) => {
      const [term, ...others] = parseQuery(name).terms
      expect(others).toEqual([])
      expect(term?.alternatives[0]).toEqual({ words: [name], isPrefix: true })
    },
  )

  it.each(['', '   ', '!!!', '🎬', '\u0000'])('finds no term in %j', (text) => {
    expect(parseQuery(text).terms).toEqual([])
  })

  it('takes at most twelve terms', () => {
    const text = Array.from({ length: 50 }, (_, index) => `word${index}`).join(' ')
    expect(parseQuery(text).terms).toHaveLength(12)
  })

  it('refuses more text than a wish needs', () => {
    expect(() => parseQuery('x'.repeat(MAX_QUERY_CHARS + 1))).toThrow(
      expect.objectContaining({ code: 'ERR_QUERY_TOO_LONG' }),
    )
  })
})
