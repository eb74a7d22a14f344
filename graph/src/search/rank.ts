import { askedBy, coverName } from './cover-name.ts'
import type { Query, Term } from './parse-query.ts'
import { toPhrase } from './parse-query.ts'
import type { Candidate, Frequencies } from './search-index.ts'
import { spread } from './spread.ts'

/** A candidate with what it is worth. */
export interface Ranked {
  candidate: Candidate
  /** What each term of the wish adds. */
  gains: number[]
  score: number
  /** 3: the whole registry name; 2: the whole title or tool name; 1: the last part of the registry name; 0: none. */
  exactness: number
  key: string
}

/** How much a name that is wholly asked for multiplies what a candidate is worth, less one. */
const COVER = 2.5
/** So many of the first results are of different kinds. */
const PICKS = 20
const POOL = 300
/** A result holds at least this part of what the weightiest term is worth, as one over it. */
const ENOUGH = 4

/**
 * Sorts candidates, best first:
 *
 * 1. Whole names: the registry name, the title (for tools, the tool's name), the last part of the name.
 * 2. How strongly the terms stand in it, rare terms counting more, and how much of its name the wish asks for. Of
 *    those at the top, what answers another part of the wish goes before what answers the same again.
 * 3. Health, links, proof of the namespace and age move a result by a third at most; they hide none.
 *
 * Pure: no I/O, no clock. Equal ones are sorted by id, so that the order is always the same.
 */
export function rank(
  query: Query,
  candidates: readonly Candidate[],
  frequencies: Frequencies,
): Ranked[] {
  const worths = termWorths(query.terms, frequencies)
  const asked = askedBy(query.terms)
  const ranked = fitting(candidates, worths)
    .map((candidate) => {
      const cover = 1 + COVER * coverName(candidate.toolName ?? candidate.title, asked)
      const factor = cover * prior(candidate)
      const gains = worths.map((worth, term) => worth * (candidate.strengths[term] ?? 0) * factor)
      return {
        candidate,
        gains,
        score: sum(gains),
        exactness: exactnessOf(candidate, query.phrase),
        key: toPhrase(candidate.toolName ?? candidate.title),
      }
    })
    .sort(byRank)
  const named = ranked.filter(({ exactness }) => exactness > 0)
  const others = ranked.slice(named.length)
  return [...named, ...spread(others.slice(0, POOL), PICKS), ...others.slice(POOL)]
}

/** What holds enough of the wish. */
function fitting(candidates: readonly Candidate[], worths: readonly number[]): Candidate[] {
  const held = candidates.map(({ strengths }) => heldWorth(strengths, worths))
  const enough = enoughWorth(held, worths)
  return candidates.filter((_, at) => (held[at] ?? 0) >= enough)
}

/** What the terms are worth that a document holds, however strongly. */
export function heldWorth(strengths: readonly number[], worths: readonly number[]): number {
  let held = 0
  for (let term = 0; term < worths.length; term++) {
    if ((strengths[term] ?? 0) > 0) held += worths[term] ?? 0
  }
  return held
}

/**
 * How much a result holds at least: a quarter of what the weightiest term is worth; where nothing does, as much as the
 * best.
 *
 * @param held What each document holds
 */
export function enoughWorth(held: readonly number[], worths: readonly number[]): number {
  return Math.min(mostOf(worths) / ENOUGH, mostOf(held)) - 1e-9
}

function mostOf(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0)
}

function byRank(a: Ranked, b: Ranked): number {
  const difference = b.exactness - a.exactness || b.score - a.score
  return difference || (a.candidate.id < b.candidate.id ? -1 : 1)
}

/** How much each term is worth: what it says of the wish, times how rare it is (the idf of BM25); 0 where none has it. */
export function termWorths(
  terms: readonly Term[],
  { counts, documentCount }: Frequencies,
): number[] {
  return terms.map(({ weight }, index) => {
    const count = counts[index] ?? 0
    if (count === 0) return 0
    const total = Math.max(documentCount, count)
    return weight * Math.log(1 + (total - count + 0.5) / (count + 0.5))
  })
}

function exactnessOf({ serverName, title, toolName }: Candidate, phrase: string): number {
  if (phrase === '') return 0
  if (toolName !== null) return phrase === toPhrase(toolName) ? 2 : 0
  if (phrase === serverName) return 3
  if (phrase === toPhrase(title)) return 2
  return phrase === serverName.slice(serverName.indexOf('/') + 1) ? 1 : 0
}

const HEALTH_PRIOR: Readonly<Record<string, number>> = {
  open: 1.05,
  gated: 1.05,
  unknown: 1,
  gated_broken: 0.9,
  wrong_transport: 0.85,
  not_mcp: 0.8,
  down: 0.75,
}

function prior(candidate: Candidate): number {
  const health = HEALTH_PRIOR[candidate.health] ?? 1
  const links = 1 + Math.min(0.12, 0.04 * Math.log10(1 + candidate.linkCount))
  const origin = candidate.source === 'imported' ? 1 : 1.05
  const proof = candidate.isVerified ? 1.05 : 1
  const reach = candidate.isRemote ? 1.03 : 1
  const status = candidate.status === 'deprecated' ? 0.8 : 1
  return health * links * origin * proof * reach * status
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
