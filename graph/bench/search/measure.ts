import { createHash } from 'node:crypto'
import type { Wanted } from './sets.ts'

/** How good rankings are, each 0 to 1. */
export interface Quality {
  /** Which part of what is needed stands among the first five. */
  recallAt5: number
  /** The same of the first ten, what stands higher counting more. */
  ndcgAt10: number
  /** One over the place of the first that is needed. */
  mrr: number
  /** How many wishes find nothing at all. */
  zeroHitRate: number
}

/** Gives names for a wish, best first. A name that comes twice counts once. */
export type Ranker = (query: string) => readonly string[]

/** Measures a ranker; `only` chooses a part of the wishes. */
export function measure(
  wanted: readonly Wanted[],
  rank: Ranker,
  only: (query: string) => boolean = () => true,
): Quality {
  const judged = wanted
    .filter(({ query }) => only(query))
    .map(({ query, needs }) => judge(needs, [...new Set(rank(query))].slice(0, 10)))
  const mean = (read: (quality: Quality) => number) =>
    judged.reduce((total, quality) => total + read(quality), 0) / Math.max(1, judged.length)
  return {
    recallAt5: mean(({ recallAt5 }) => recallAt5),
    ndcgAt10: mean(({ ndcgAt10 }) => ndcgAt10),
    mrr: mean(({ mrr }) => mrr),
    zeroHitRate: mean(({ zeroHitRate }) => zeroHitRate),
  }
}

/** Half of the wishes are never looked at while ranking is worked on: chosen by their hash, reported apart. */
export function isHeldOut(query: string): boolean {
  return (createHash('sha256').update(query).digest()[0] ?? 0) % 2 === 1
}

function judge(needs: Wanted['needs'], names: readonly string[]): Quality {
  const places = needs.map((need) => names.findIndex((name) => need.has(name)))
  const met = places.filter((place) => place >= 0)
  const ideal = needs.slice(0, 10).map((_, place) => discount(place))
  return {
    recallAt5: met.filter((place) => place < 5).length / needs.length,
    ndcgAt10: sum(met.map(discount)) / sum(ideal),
    mrr: met.length > 0 ? 1 / (Math.min(...met) + 1) : 0,
    zeroHitRate: names.length === 0 ? 1 : 0,
  }
}

function discount(place: number): number {
  return 1 / Math.log2(place + 2)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
