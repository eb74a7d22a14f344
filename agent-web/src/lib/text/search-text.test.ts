import { describe, expect, it } from 'vitest'

import { correctWish, reasonsOf, roundEstimate } from './search-text.ts'

describe('correctWish()', () => {
  it.each([
    ['Wether in Tokyo', [['wether', 'weather']], 'weather in Tokyo'],
    [
      'wether, forcast',
      [
        ['wether', 'weather'],
        ['forcast', 'forecast'],
      ],
      'weather, forecast',
    ],
    ['isue of an isues list', [['isue', 'issue']], 'issue of an isues list'],
    [
      'c++ (old',
      [
        ['c++', 'c'],
        ['(old', '$&'],
      ],
      'c $&',
    ],
    ['ＧＩＴＨＢ', [['githb', 'github']], 'github'],
  ])('says %j as it was searched for', (wish, pairs, corrected) => {
    const corrections = pairs.map(([word = '', instead = '']) => ({ word, instead }))
    expect(correctWish(wish, corrections)).toBe(corrected)
  })
})

describe('reasonsOf()', () => {
  it('names the words of the wish, each once', () => {
    const name = { words: ['book', 'room'], meanings: ['calendar'] }
    expect(reasonsOf([name, { words: ['room'], meanings: [] }], '')).toEqual(['book', 'room'])
  })

  it('names what both mean where no word is the same', () => {
    expect(reasonsOf([{ words: [], meanings: ['calendar'] }], 'Meet')).toEqual(['calendar'])
  })

  it('names none where one can be read anyway', () => {
    expect(reasonsOf([{ words: ['weather'], meanings: [] }], 'MCP Weather')).toEqual([])
  })
})

describe('roundEstimate()', () => {
  it.each([
    [0, 0],
    [7, 7],
    [61, 61],
    [1234, 1200],
    [98_765, 99_000],
  ])('tells %d as %d', (count, told) => {
    expect(roundEstimate(count)).toBe(told)
  })
})
