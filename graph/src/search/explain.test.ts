import { describe, expect, it } from 'vitest'
import { explain } from './explain.ts'
import { parseQuery } from './parse-query.ts'

const TEXTS = [
  { field: 'name', text: 'com.example/office The office' },
  { field: 'tool', tool: 'list_rooms', text: 'list_rooms Rooms that are free' },
  { field: 'category', text: 'productivity calendar' },
  { field: 'description', text: 'Meeting rooms and desks' },
] as const

describe('explain()', () => {
  it('names each word once, in the strongest place that has it', () => {
    const { terms } = parseQuery('free meeting room in the office')
    expect(explain(terms, TEXTS)).toMatchObject([
      { field: 'name', words: ['office'] },
      { field: 'tool', tool: 'list_rooms', words: ['free', 'room'] },
      { field: 'category', words: [], meanings: expect.arrayContaining(['calendar']) },
      { field: 'description', words: ['meeting'] },
    ])
  })

  it('says what both speak of in other words, and in another language', () => {
    const { terms } = parseQuery('天気')
    const texts = [{ field: 'description', text: 'Forecasts for the whole world' }] as const
    expect(explain(terms, texts)).toEqual([
      { field: 'description', words: [], meanings: ['weather'] },
    ])
  })

  it('says nothing where nothing fits', () => {
    expect(explain(parseQuery('unicorn').terms, TEXTS)).toEqual([])
  })
})
