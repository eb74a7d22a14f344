import type { Term } from './parse-query.ts'
import { enoughWorth, heldWorth, termWorths } from './rank.ts'
import type { Facets, Frequencies, SearchFilter } from './search-index.ts'
import { isInFacets, sumFacets, type FacetGroup } from './sum-facets.ts'

/** What an index answers to one leaf: the documents that hold it. */
export interface Posting {
  /** By place in the wish: the term that they hold. */
  term: number
  /** The second one that they hold, of a leaf that asks for two; -1 for none. */
  other: number
  /** How strongly, 0 to 1. */
  value: number
  ids: readonly string[]
  /** Of each document, what it is counted by: health, sign-in and categories, as `open true finance,travel`. */
  facets: readonly string[]
}

/** A document that holds terms. */
export interface Hit {
  id: string
  facets: string
  /** By term, 0 to 1. */
  strengths: number[]
}

/** All that was found, to be chosen from. */
export interface Found {
  terms: readonly Term[]
  postings: readonly Posting[]
  /** By term: how many documents hold it at least. */
  known: readonly number[]
  documentCount: number
  filter: SearchFilter
  offset: number
  limit: number
}

/** The part that was asked for, and what all that fit have in common. */
export interface Chosen {
  /** Roughly best first. */
  hits: Hit[]
  totalCount: number
  facets: Facets
  frequencies: Frequencies
}

/**
 * Joins what an index has answered, leaves out what holds too little of the wish, counts the rest, and chooses the
 * roughly best.
 *
 * Pure: no I/O, no clock.
 */
export function chooseHits(found: Found): Chosen {
  const { terms, known, documentCount, filter, offset, limit } = found
  const hits = joinPostings(found.postings, terms.length)
  const counts = countHolders(hits, known)
  const worths = termWorths(terms, { counts, documentCount })
  const fitting = scoreFitting(hits, worths)
  const groups = groupByFacets(fitting)
  return {
    hits: bestOf(keepFiltered(fitting, groups, filter), offset + limit).slice(offset),
    ...sumFacets(groups.values(), filter),
    frequencies: { counts, documentCount },
  }
}

function keepFiltered(
  fitting: readonly Scored[],
  groups: ReadonlyMap<string, FacetGroup>,
  filter: SearchFilter,
): readonly Scored[] {
  const wrong = [...groups].filter(([, group]) => !isInFacets(group, filter)).map(([key]) => key)
  if (wrong.length === 0) return fitting
  const out = new Set(wrong)
  return fitting.filter(({ hit }) => !out.has(hit.facets))
}

/** Sorts only what can be among the best: numbers are compared faster than ids. */
function bestOf(scored: readonly Scored[], count: number): Hit[] {
  const scores = Float64Array.from(scored, ({ score }) => score).sort()
  const least = scores[scores.length - count] ?? -Infinity
  return scored
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score || (a.hit.id < b.hit.id ? -1 : 1))
    .slice(0, count)
    .map(({ hit }) => hit)
}

function joinPostings(postings: readonly Posting[], terms: number): Hit[] {
  const hits = new Map<string, Hit>()
  const none = Array.from({ length: terms }, () => 0)
  for (const { term, other, value, ids, facets } of postings) {
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] ?? ''
      let hit = hits.get(id)
      if (!hit) {
        hit = { id, facets: facets[at] ?? '', strengths: none.slice() }
        hits.set(id, hit)
      }
      strengthen(hit.strengths, term, value)
      if (other >= 0) strengthen(hit.strengths, other, value)
    }
  }
  return [...hits.values()]
}

/** A document that holds a term in several ways holds it as strongly as the strongest says. */
export function strengthen(strengths: number[], term: number, value: number): void {
  if (value > (strengths[term] ?? 0)) strengths[term] = value
}

function countHolders(hits: readonly Hit[], known: readonly number[]): number[] {
  const counts = known.map(() => 0)
  for (const { strengths } of hits) {
    for (let term = 0; term < strengths.length; term++) {
      if ((strengths[term] ?? 0) > 0) counts[term] = (counts[term] ?? 0) + 1
    }
  }
  return counts.map((count, term) => Math.max(count, known[term] ?? 0))
}

interface Scored {
  hit: Hit
  score: number
}

/** What holds enough of the wish, each with the sum of what its terms are worth. */
function scoreFitting(hits: readonly Hit[], worths: readonly number[]): Scored[] {
  const held = hits.map(({ strengths }) => heldWorth(strengths, worths))
  const enough = enoughWorth(held, worths)
  return hits
    .filter((_, at) => (held[at] ?? 0) >= enough)
    .map((hit) => {
      let score = 0
      for (let term = 0; term < worths.length; term++)
        score += (worths[term] ?? 0) * (hit.strengths[term] ?? 0)
      return { hit, score }
    })
}

function groupByFacets(scored: readonly Scored[]): Map<string, FacetGroup> {
  const groups = new Map<string, FacetGroup>()
  for (const { hit } of scored) {
    const group = groups.get(hit.facets)
    if (group) group.count += 1
    else groups.set(hit.facets, toGroup(hit.facets))
  }
  return groups
}

function toGroup(facets: string): FacetGroup {
  const [health = '', auth = '', categories = ''] = facets.split(' ')
  return { health, auth, categories: categories === '' ? [] : categories.split(','), count: 1 }
}
