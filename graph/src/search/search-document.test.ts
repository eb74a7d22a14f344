import { describe, expect, it } from 'vitest'
import { MAX_DOCUMENT_WORDS } from './page.ts'
import { searchDocuments, type SearchableServer } from './search-document.ts'

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

function weightOf(word: string, document = searchDocuments(booking)[0]): string | undefined {
  return document?.words.find((indexed) => indexed.word === word)?.weight
}

describe('searchDocuments()', () => {
  it('makes one document for the server and one for each tool', () => {
    expect(searchDocuments(booking)).toMatchObject([
      { serverId: 's1', text: 'dev.toolgraph/booking booking offices list rooms' },
      { serverId: 's1', toolId: 't1', text: '' },
    ])
  })

  it.each([
    ['booking', 'A'],
    ['book', 'A'],
    ['dev.toolgraph/booking', 'A'],
    ['予約', 'A'],
    ['議室', 'A'],
    ['toolgraph', 'B'],
    ['rooms', 'A'],
    ['offices', 'B'],
    ['効率', 'B'],
    ['meeting', 'C'],
    ['確認', 'C'],
    ['free', 'D'],
    ['capacity', 'D'],
    ['people', 'D'],
    ['定員', 'D'],
    ['座席', 'D'],
    ['~booking', 'A'],
    ['~place', 'D'],
    ['weather', undefined],
  ])('weighs %s as %s in the server’s document', (word, weight) => {
    expect(weightOf(word)).toBe(weight)
  })

  it.each([
    ['rooms', 'A'],
    ['部屋', 'A'],
    ['booking', 'D'],
    ['free', 'C'],
    ['capacity', 'D'],
    ['meeting', 'D'],
    ['~booking', 'C'],
  ])('weighs %s as %s in the tool’s document', (word, weight) => {
    expect(weightOf(word, searchDocuments(booking)[1])).toBe(weight)
  })

  it('does not take the name of a host for content', () => {
    const server = { ...booking, name: 'io.github.acme/notes' }
    const [document] = searchDocuments(server)
    expect(weightOf('github', document)).toBeUndefined()
    expect(weightOf('acme', document)).toBe('D')
    expect(weightOf('io.github.acme', document)).toBe('A')
  })

  it('finds a name written as one word', () => {
    const [document] = searchDocuments({ ...booking, title: 'Stack Overflow' })
    expect(weightOf('stackoverflow', document)).toBe('A')
  })

  it('stays small for a server with endless text', () => {
    const words = Array.from({ length: 10 * MAX_DOCUMENT_WORDS }, (_, index) => `word${index}`)
    const [document] = searchDocuments({ ...booking, description: words.join(' ') })
    expect(document?.words.length).toBeLessThan(MAX_DOCUMENT_WORDS + 100)
  })

  it('is not troubled by what is not a schema or a translation', () => {
    const tool = { id: 't', name: 'x', description: '', inputSchema: [1], translations: 'ja' }
    const odd = { ...booking, translations: { ja: null, en: 3 }, tools: [tool] }
    expect(() => searchDocuments(odd)).not.toThrow()
  })
})
