import { describe, expect, it } from 'vitest'
import { spread } from './spread.ts'

const keys = (results: readonly { key: string }[]) => results.map(({ key }) => key)

describe('spread()', () => {
  it('answers the second part of a wish before it answers the first part again', () => {
    const results = [
      { key: 'read_sheet', gains: [10, 0] },
      { key: 'open_sheet', gains: [9, 0] },
      { key: 'draw_chart', gains: [0, 8] },
    ]
    expect(keys(spread(results, 3))).toEqual(['read_sheet', 'draw_chart', 'open_sheet'])
  })

  it('leaves the order where all answer the same', () => {
    const results = ['a', 'b', 'c'].map((key, at) => ({ key, gains: [5 - at] }))
    expect(keys(spread(results, 3))).toEqual(['a', 'b', 'c'])
  })

  it('puts another tool before a second one of the same name', () => {
    const results = [
      { key: 'send_mail', gains: [10] },
      { key: 'send_mail', gains: [10] },
      { key: 'reply_to_mail', gains: [7] },
    ]
    expect(keys(spread(results, 3))).toEqual(['send_mail', 'reply_to_mail', 'send_mail'])
  })

  it('loses none, however few it picks', () => {
    const results = ['a', 'b', 'c', 'd'].map((key) => ({ key, gains: [1] }))
    expect(keys(spread(results, 2)).sort()).toEqual(['a', 'b', 'c', 'd'])
  })
})
