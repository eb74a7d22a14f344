import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fuseByRank } from './fuse-by-rank.ts'
import type { Ranked } from './rank.ts'
import type { Candidate } from './search-index.ts'

const candidate = (id: string): Candidate => ({
  id,
  serverId: id,
  serverName: id,
  title: id,
  toolName: null,
  strengths: [],
  health: 'open',
  status: 'active',
  source: 'published',
  linkCount: 0,
  isRemote: true,
  isVerified: false,
})
const ranked = (id: string, exactness = 0): Ranked => ({
  candidate: candidate(id),
  gains: [],
  score: 1,
  exactness,
  key: id,
})
const idsOf = (all: Ranked[]) => all.map(({ candidate: { id } }) => id)

describe('fuseByRank()', () => {
  it('puts first what both put first', () => {
    const words = ['a', 'b', 'c'].map((id) => ranked(id))
    const nearness = new Map([
      ['b', 0.9],
      ['c', 0.5],
      ['a', 0.1],
    ])
    expect(idsOf(fuseByRank(words, [], nearness))).toEqual(['b', 'a', 'c'])
  })

  it('leaves whole names where they are, however far in meaning', () => {
    const words = [ranked('name', 3), ranked('a')]
    expect(idsOf(fuseByRank(words, [], new Map([['a', 1]])))).toEqual(['name', 'a'])
  })

  it('takes in what only meaning has found, behind what both have', () => {
    const nearness = new Map([
      ['a', 0.9],
      ['x', 0.8],
    ])
    expect(idsOf(fuseByRank([ranked('a')], [candidate('x')], nearness))).toEqual(['a', 'x'])
  })

  it('keeps each one once, in an order that depends on nothing else', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 12 })
    const near = fc.dictionary(
      fc.string({ maxLength: 3 }),
      fc.double({ min: -1, max: 1, noNaN: true }),
    )
    fc.assert(
      fc.property(ids, fc.nat(12), near, (all, cut, nearness) => {
        const [words, others] = [all.slice(0, cut), all.slice(cut)]
        const fuse = () =>
          idsOf(
            fuseByRank(
              words.map((id) => ranked(id)),
              others.map(candidate),
              new Map(Object.entries(nearness)),
            ),
          )
        expect(fuse().toSorted()).toEqual(all.toSorted())
        expect(fuse()).toEqual(fuse())
      }),
    )
  })
})
