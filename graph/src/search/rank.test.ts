import { describe, expect, it } from 'vitest'
import { parseQuery } from './parse-query.ts'
import { rank } from './rank.ts'
import type { Candidate, MatchSet } from './search-index.ts'

const NO_FACETS = { categories: [], health: [], auth: [] }

function candidate(id: string, other: Partial<Candidate> = {}): Candidate {
  return {
    id,
    serverId: id,
    serverName: `com.example/${id}`,
    title: `The ${id}`,
    toolName: null,
    termRanks: [0.5, 0.5],
    closeness: 0,
    health: 'unknown',
    status: 'active',
    source: 'imported',
    linkCount: 0,
    isRemote: true,
    ...other,
  }
}

function order(text: string, candidates: Candidate[], frequencies: number[] = []): string[] {
  const matches: MatchSet = {
    candidates,
    frequencies,
    totalCount: candidates.length,
    documentCount: 1000,
    facets: NO_FACETS,
  }
  return rank(parseQuery(text), matches).map((ranked) => ranked.candidate.id)
}

describe('rank()', () => {
  it('puts whole names first, however well the others fit', () => {
    const strong = { termRanks: [1, 1], closeness: 1, health: 'open', linkCount: 1e6 }
    const weak = { termRanks: [0.1, 0], health: 'down', status: 'deprecated' }
    expect(
      order('weather', [
        candidate('fitting', strong),
        candidate('part', { ...weak, serverName: 'com.example/weather' }),
        candidate('title', { ...weak, title: 'Weather' }),
      ]),
    ).toEqual(['title', 'part', 'fitting'])
    expect(
      order('com.example/weather', [
        candidate('title', { ...strong, title: 'com.example/weather' }),
        candidate('name', { ...weak, serverName: 'com.example/weather' }),
      ]),
    ).toEqual(['name', 'title'])
  })

  it('counts a rare word for more than a common one', () => {
    const common = candidate('common', { termRanks: [1, 0.1] })
    const rare = candidate('rare', { termRanks: [0.1, 1] })
    expect(order('data kubernetes', [common, rare], [800, 3])).toEqual(['rare', 'common'])
  })

  it('puts what holds all words before what holds some', () => {
    const some = candidate('some', { termRanks: [1, 0] })
    const all = candidate('all', { termRanks: [0.5, 0.5] })
    expect(order('meeting room', [some, all], [20, 20])).toEqual(['all', 'some'])
  })

  it('moves a result by its health, links and origin', () => {
    expect(
      order('meeting room', [
        candidate('down', { health: 'down' }),
        candidate('unknown'),
        candidate('open', { health: 'open' }),
        candidate('linked', { health: 'open', linkCount: 500 }),
        candidate('published', { health: 'open', linkCount: 500, source: 'published' }),
      ]),
    ).toEqual(['published', 'linked', 'open', 'unknown', 'down'])
  })

  it('does not let health overturn what fits much better', () => {
    const fitting = candidate('fitting', { termRanks: [1, 1], health: 'down' })
    const other = candidate('other', { termRanks: [0.4, 0.4], health: 'open', linkCount: 9999 })
    expect(order('meeting room', [other, fitting])).toEqual(['fitting', 'other'])
  })

  it('hides nothing and sorts equals always the same', () => {
    const all = ['c', 'a', 'b'].map((id) => candidate(id))
    expect(order('meeting room', all)).toEqual(['a', 'b', 'c'])
    expect(order('meeting room', all.toReversed())).toEqual(['a', 'b', 'c'])
  })
})
