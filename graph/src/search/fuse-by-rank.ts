import type { Ranked } from './rank.ts'
import type { Candidate } from './search-index.ts'

/** How fast a place loses its worth (reciprocal rank fusion); small, as the first places are what is read. */
const SMOOTHING = 10

/**
 * Joins the order by words with the order by meaning: what both put first comes first. Whole names stay where they are.
 *
 * Pure: no I/O, no clock.
 *
 * @param ranked By words, best first
 * @param unranked What no word has found
 * @param nearness How near in meaning each one is; missing ones come last
 */
export function fuseByRank(
  ranked: readonly Ranked[],
  unranked: readonly Candidate[],
  nearness: ReadonlyMap<string, number>,
): Ranked[] {
  const named = ranked.filter(({ exactness }) => exactness > 0)
  const byWords = ranked.slice(named.length)
  const all = [...byWords, ...unranked.map(toRanked)]
  const near = (one: Ranked) => nearness.get(one.candidate.id) ?? -Infinity
  const byMeaning = all.toSorted((a, b) => compare(near(b), near(a)) || byId(a, b))
  const places = new Map(byMeaning.map((one, place) => [one, place]))
  const worths = new Map(
    all.map((one, place) => [
      one,
      worth(places.get(one) ?? all.length) + (place < byWords.length ? worth(place) : 0),
    ]),
  )
  const worthOf = (one: Ranked) => worths.get(one) ?? 0
  return [...named, ...all.toSorted((a, b) => compare(worthOf(b), worthOf(a)) || byId(a, b))]
}

function toRanked(candidate: Candidate): Ranked {
  return { candidate, gains: [], score: 0, exactness: 0, key: '' }
}

function worth(place: number): number {
  return 1 / (SMOOTHING + place + 1)
}

/** Two infinities are equal; their difference is no number. */
function compare(a: number, b: number): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function byId(a: Ranked, b: Ranked): number {
  return a.candidate.id < b.candidate.id ? -1 : 1
}
