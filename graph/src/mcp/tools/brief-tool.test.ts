import { describe, expect, it } from 'vitest'
import { MAX_BRIEF_CHARS, toBriefTool } from './brief-tool.ts'

const tool = {
  id: '0198c0de-0000-7000-8000-000000000001',
  name: 'book_room',
  description: 'Books a room.',
  inputSchema: {
    type: 'object',
    properties: { room: { type: 'string' }, note: { type: 'string' } },
    required: ['room'],
  },
  annotations: {},
  scopes: [],
  server: { name: 'com.example/rooms', title: 'Rooms', needsSignIn: true, health: 'open' as const },
}

describe('toBriefTool()', () => {
  it('tells what one chooses by, and no schema unasked', () => {
    expect(toBriefTool(tool, 'name: book', false)).toEqual({
      server: 'com.example/rooms',
      name: 'book_room',
      description: 'Books a room.',
      arguments: 'room, note?',
      needsSignIn: true,
      why: 'name: book',
    })
  })

  it('tells the schema when it is asked for', () => {
    expect(toBriefTool(tool, '', true)).toHaveProperty('inputSchema', tool.inputSchema)
  })

  it.each([
    ['a first sentence', `Books a room. ${'More words. '.repeat(50)}`],
    ['one long sentence', 'Books a room and '.repeat(50)],
    ['one endless word', 'x'.repeat(1000)],
    ['many lines', 'Books a room\n\n'.repeat(50)],
  ])('cuts %s short', (_, description) => {
    const brief = toBriefTool({ ...tool, description }, '', false)
    expect(brief.description.length).toBeLessThanOrEqual(MAX_BRIEF_CHARS + 1)
    expect(description.replace(/\s+/g, ' ')).toContain(brief.description.replace('…', ''))
  })

  it('is not troubled by what is no schema', () => {
    for (const inputSchema of [null, 1, 'x', [], { properties: 1, required: 'x' }]) {
      expect(toBriefTool({ ...tool, inputSchema }, '', false).arguments).toBe('')
    }
  })
})
