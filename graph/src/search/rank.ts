import type { Query } from './parse-query.ts'
import { toPhrase } from './parse-query.ts'
import type { Candidate, MatchSet } from './search-index.ts'

/** A candidate with the number by which it is sorted. */
export interface Ranked {
  candidate: Candidate
  /** Higher is better. Whole names count 10 and more, everything else stays below 2. */
  score: number
}

/**
 * Sorts candidates, best first:
 *
 * 1. Whole names: the registry name, the title (for tools, the tool's name), the last part of the name.
 * 2. How strongly the terms stand in it, rare terms counting more, how many of them, and how near to each other.
 * 3. Health, links and origin move a result by a third at most; they hide none.
 *
 * Pure: no I/O, no clock. Equal scores are sorted by id, so that the order is always the same.
 */
export function rank(query: Query, matches: MatchSet): Ranked[] {
  const weights = termWeights(query.terms.length, matches)
  return matches.candidates
    .map((candidate) => ({ candidate, score: scoreOf(candidate, query.phrase, weights) }))
    .sort((a, b) => b.score - a.score || (a.candidate.id < b.candidate.id ? -1 : 1))
}

/** How much each term counts: the rarer, the more (the idf of BM25). Two decimals. */
export function termWeights(
  count: number,
  { frequencies, documentCount }: Pick<MatchSet, 'frequencies' | 'documentCount'>,
): number[] {
  return Array.from({ length: count }, (_, index) => {
    const frequency = frequencies[index] ?? 0
    const total = Math.max(documentCount, frequency)
    const weight = Math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
    return Math.round(weight * 100) / 100
  })
}

const CLOSENESS_SHARE = 0.25

function scoreOf(candidate: Candidate, phrase: string, weights: readonly number[]): number {
  const all = sum(weights)
  const held = sum(weights.filter((_, index) => (candidate.termRanks[index] ?? 0) > 0))
  const strength = sum(
    weights.map((weight, index) => weight * Math.min(1, candidate.termRanks[index] ?? 0)),
  )
  const coverage = all > 0 ? held / all : 0
  const words = all > 0 ? strength / all : 0
  const relevance =
    coverage ** 2 * ((1 - CLOSENESS_SHARE) * words + CLOSENESS_SHARE * candidate.closeness)
  return round(10 * exactness(candidate, phrase) + relevance * prior(candidate))
}

/** 3: the whole registry name; 2: the whole title or tool name; 1: the last part of the registry name; 0: none. */
function exactness({ serverName, title, toolName }: Candidate, phrase: string): number {
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
  const origin = candidate.source === 'imported' ? 1 : 1.1
  const reach = candidate.isRemote ? 1.03 : 1
  const status = candidate.status === 'deprecated' ? 0.8 : 1
  return health * links * origin * reach * status
}

/** Scores travel in cursors: six decimals survive any way of writing numbers. */
function round(score: number): number {
  return Math.round(score * 1e6) / 1e6
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
