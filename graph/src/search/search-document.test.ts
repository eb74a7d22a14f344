import { describe, expect, it } from 'vitest'
import { MAX_DOCUMENT_WORDS, searchDocuments, type SearchableServer } from './search-document.ts'

const booking: SearchableServer = {
  id: 's1',
  name: 'dev.toolgraph/booking',
  title: 'Booking',
  description: 'Meeting rooms',
  categories: ['productivity'],
  tags: ['offices'],
  scopes: ['booking:read'],
  translations: { ja: { title: '会議室予約', description: '空き状況を確認します' } },
  tools: [
    {
      id: 't1',
      name: 'list_rooms',
      title: 'List rooms',
      description: 'Finds a free place',
      inputSchema: {
        type: 'object',
        properties: { capacity: { type: 'number', description: 'How many people' } },
      },
      translations: {
        ja: {
          title: '部屋の一覧',
          description: '部屋を探します',
          fields: { capacity: { title: '定員', options: { a: '座席' } } },
        },
      },
    },
  ],
}

function weightsOf(word: string, document = searchDocuments(booking)[0]): string[] {
  const found = document?.words.find((indexed) => indexed.word === word)
  return [...new Set(found?.positions.map(({ weight }) => weight))].sort()
}

describe('searchDocuments()', () => {
  it('makes one document for the server and one for each tool', () => {
    expect(searchDocuments(booking)).toMatchObject([
      { serverId: 's1', text: 'dev.toolgraph/booking Booking offices list_rooms' },
      { serverId: 's1', toolId: 't1', text: 'list_rooms List rooms Booking' },
    ])
  })

  it.each([
    ['booking', ['A', 'D']],
    ['book', ['A', 'D']],
    ['dev.toolgraph/booking', ['A']],
    ['予約', ['A']],
    ['議室', ['A']],
    ['toolgraph', ['B']],
    ['rooms', ['B', 'C']],
    ['offices', ['B']],
    ['効率', ['B']],
    ['meeting', ['C']],
    ['確認', ['C']],
    ['free', ['D']],
    ['capacity', ['D']],
    ['people', ['D']],
    ['定員', ['D']],
    ['座席', ['D']],
  ])('weighs %s as %j in the server’s document', (word, weights) => {
    expect(weightsOf(word)).toEqual(weights)
  })

  it.each([
    ['rooms', ['A', 'D']],
    ['部屋', ['A', 'C']],
    ['booking', ['B']],
    ['free', ['C']],
    ['capacity', ['D']],
    ['meeting', ['D']],
  ])('weighs %s as %j in the tool’s document', (word, weights) => {
    expect(weightsOf(word, searchDocuments(booking)[1])).toEqual(weights)
  })

  it('does not take the name of a host for content', () => {
    const server = { ...booking, name: 'io.github.acme/notes' }
    const [document] = searchDocuments(server)
    expect(weightsOf('github', document)).toEqual([])
    expect(weightsOf('acme', document)).toEqual(['D'])
    expect(weightsOf('io.github.acme', document)).toEqual(['A'])
  })

  it('finds a name written as one word', () => {
    const [document] = searchDocuments({ ...booking, title: 'Stack Overflow' })
    expect(weightsOf('stackoverflow', document)).toEqual(['A'])
  })

  it('stays small for a server with endless text', () => {
    const [document] = searchDocuments({ ...booking, description: 'many words '.repeat(100_000) })
    const last = Math.max(
      ...(document?.words ?? []).flatMap(({ positions }) => positions.map(({ at }) => at)),
    )
    expect(last).toBeLessThan(MAX_DOCUMENT_WORDS + 100)
  })

  it('is not troubled by what is not a schema or a translation', () => {
    const tool = { id: 't', name: 'x', description: '', inputSchema: [1], translations: 'ja' }
    const odd = { ...booking, translations: { ja: null, en: 3 }, tools: [tool] }
    expect(() => searchDocuments(odd)).not.toThrow()
  })
})
