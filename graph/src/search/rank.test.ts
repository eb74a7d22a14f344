import { describe, expect, it } from 'vitest'
import { parseQuery } from './parse-query.ts'
import { rank } from './rank.ts'
import type { Candidate } from './search-index.ts'

function candidate(id: string, other: Partial<Candidate> = {}): Candidate {
  return {
    id,
    serverId: id,
    serverName: `com.example/${id}`,
    title: `The ${id}`,
    toolName: null,
    strengths: [0.5, 0.5],
    health: 'unknown',
    status: 'active',
    source: 'imported',
    linkCount: 0,
    isRemote: true,
    isVerified: false,
    ...other,
  }
}

function order(text: string, candidates: Candidate[], counts = [10, 10]): string[] {
  const query = parseQuery(text)
  // Only the words: what they speak of is another matter.
  const terms = query.terms.filter(({ word }) => !word.startsWith('~'))
  const ranked = rank({ ...query, terms }, candidates, { counts, documentCount: 1000 })
  return ranked.map((one) => one.candidate.id)
}

describe('rank()', () => {
  it('puts whole names first, however well the others fit', () => {
    const strong = { strengths: [1, 1], health: 'open', linkCount: 1e6 }
    const weak = { strengths: [0.1, 0], health: 'down', status: 'deprecated' }
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
    const common = candidate('common', { strengths: [1, 0.1] })
    const rare = candidate('rare', { strengths: [0.1, 1] })
    expect(order('data kubernetes', [common, rare], [800, 3])).toEqual(['rare', 'common'])
  })

  it('puts what holds all words before what holds some', () => {
    const some = candidate('some', { strengths: [1, 0] })
    const all = candidate('all', { strengths: [0.5, 0.5] })
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
        candidate('proven', {
          health: 'open',
          linkCount: 500,
          source: 'published',
          isVerified: true,
        }),
      ]),
    ).toEqual(['proven', 'published', 'linked', 'open', 'unknown', 'down'])
  })

  it('does not let health overturn what fits much better', () => {
    const fitting = candidate('fitting', { strengths: [1, 1], health: 'down' })
    const other = candidate('other', { strengths: [0.4, 0.4], health: 'open', linkCount: 9999 })
    expect(order('meeting room', [other, fitting])).toEqual(['fitting', 'other'])
  })

  it('hides nothing and sorts equals always the same', () => {
    const all = ['c', 'a', 'b'].map((id) => candidate(id))
    expect(order('meeting room', all)).toEqual(['a', 'b', 'c'])
    expect(order('meeting room', all.toReversed())).toEqual(['a', 'b', 'c'])
  })
})
