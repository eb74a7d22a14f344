import { describe, expect, it } from 'vitest'
import type { Leaf } from '../search/leaves.ts'
import { parseQuery } from '../search/parse-query.ts'
import { planLeaves } from './search-leaves.ts'
import type { WordStatistics } from './search-statistics.ts'

/** Of a hundred thousand documents; what is not said is held by five. */
function statisticsOf(counts: Record<string, number>): WordStatistics {
  const count = ({ lexemes: [lexeme = ''] }: Leaf) => counts[lexeme] ?? 0
  return {
    documentCount: 100_000,
    count,
    estimate: (leaf) => count(leaf) || 5,
    standingOf: (wanted, held) => (wanted / held > 0.25 ? undefined : 4711),
  }
}

const plan = (text: string, counts: Record<string, number>) =>
  planLeaves(parseQuery(text).terms, statisticsOf(counts))

describe('what is asked of the index', () => {
  it('is all of a wish in rare words', () => {
    const { asked, mostUsed, left, isPartial } = plan('zebra quagga', {})
    expect(asked.queries).toEqual(expect.arrayContaining([`'zebra/A'`, `'zebra/D'`, `'quagga/A'`]))
    expect(mostUsed.queries).toEqual([])
    expect(left.queries).toEqual([])
    expect(isPartial).toBe(false)
  })

  it('is of a word that is everywhere only what stands high', () => {
    const { asked, mostUsed, left, known, isPartial } = plan('zebra', {
      'zebra/A': 20_000,
      'zebra/B': 9000,
      'zebra/C': 9000,
      'zebra/D': 9000,
      zebra: 9000,
    })
    expect(asked.queries).toEqual([])
    expect(mostUsed).toMatchObject({ queries: [`'zebra/A'`], leasts: [4711], mosts: [400] })
    expect(left.queries.join()).toContain(`'zebra/D'`)
    expect(known).toEqual([47_000])
    expect(isPartial).toBe(true)
  })

  it('is of a word that many hold the most used, without another look at how they stand', () => {
    const { asked, mostUsed } = plan('zebra', { 'zebra/A': 2000 })
    expect(asked.mosts[asked.queries.indexOf(`'zebra/A'`)]).toBe(400)
    expect(mostUsed.queries).toEqual([])
  })

  it('is rare words before common ones, and of common ones those beside each other', () => {
    const { asked, left } = plan('zebra okapi', { 'zebra/A': 2000, 'okapi/A': 2000 })
    expect(left.queries.join()).toContain(`'okapi/A'`)
    const pair = asked.queries.findIndex((query) => query.includes('&'))
    expect(asked.queries[pair]).toMatch(/'zebra\/A'.* & .*'okapi\/A'/)
    expect([asked.terms[pair], asked.others[pair]].toSorted()).toEqual([0, 1])
  })

  it('is one question of what says the same of the same word', () => {
    const { left } = plan('zebra', { 'zebra/A': 20_000, 'zebra/B': 9000, zebra: 9000 })
    const keys = left.terms.map((term, at) => `${term} ${left.values[at]}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('is no pair of words that are everywhere: it says no more than each of them', () => {
    const { asked, mostUsed } = plan('zebra okapi', { 'zebra/A': 40_000, 'okapi/A': 40_000 })
    expect([...asked.queries, ...mostUsed.queries].join()).not.toContain('&')
  })
})
