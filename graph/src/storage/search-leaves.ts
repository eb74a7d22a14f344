import { leavesOf, type Leaf } from '../search/leaves.ts'
import type { Term } from '../search/parse-query.ts'
import type { WordStatistics } from './search-statistics.ts'

/** The questions of one search, as columns. */
export interface Leaves {
  terms: number[]
  /** The second term that an answer holds; -1 for none. */
  others: number[]
  queries: string[]
  values: number[]
  /** How many answers are looked at, those of the most used documents. */
  mosts: number[]
  /** Only documents that stand so high have an answer that is looked at. */
  leasts: number[]
}

/** What a search asks of the index, and what is too common to be asked of all of it. */
export interface LeafPlan {
  asked: Leaves
  /** Has so many answers that only the documents are asked that stand highest. */
  mostUsed: Leaves
  /** Only looked up in what the others find. */
  left: Leaves
  /** By term: how many documents hold it, where not all of them are asked for; else 0. */
  known: number[]
  /** Whether there is more than was asked for. */
  isPartial: boolean
}

/** So many answers are looked at: each is a page of the table, and of many documents a few hundred show the best. */
const MAX_ANSWERS = 500
/** So many of them to a question that alone has more. */
const MOST_USED_SHARE = 4 / 5
/** A question may have so many times more answers than was counted. */
const SLACK = 6
/** Documents that stand high hold a common word less often than others, or more often. */
const MORE = 1.5
/** Up to so many documents all that fit are looked at, ten times as many. */
const FEW_DOCUMENTS = 10_000
/** Words in passing make no pair. */
const LEAST_OF_PAIR = 0.4
const PAIRED_TERMS = 3
/** More of them are not rare. */
const PAIR_SHARE = 2
/** Words that are asked for together stand together that much more often than by chance. */
const TOGETHER = 4

interface Asked {
  term: number
  other: number
  query: string
  value: number
  /** How many answers it has, roughly. */
  count: number
}

interface Estimated extends Asked {
  leaf: Leaf
  /** What an answer is worth. */
  worth: number
}

/**
 * Chooses the questions that tell most: those of rare words and of names first, until they have as many answers as can
 * be looked at. What is in every second document says little anyway.
 */
export function planLeaves(terms: readonly Term[], statistics: WordStatistics): LeafPlan {
  const maxAnswers = statistics.documentCount > FEW_DOCUMENTS ? MAX_ANSWERS : 10 * MAX_ANSWERS
  const known = terms.map(() => 0)
  const all = terms.flatMap((term, index) => {
    const leaves = leavesOf(term).map((leaf) => ({ leaf, count: statistics.estimate(leaf) }))
    const count = countHolders(
      leaves.map(({ leaf }) => leaf),
      statistics,
    )
    known[index] = Math.min(count, statistics.documentCount)
    const idf = Math.log(1 + statistics.documentCount / (count + 1))
    return leaves.map((one): Estimated => ({
      ...one,
      term: index,
      other: -1,
      query: toTsquery(one.leaf),
      value: one.leaf.value,
      worth: one.leaf.value * term.weight * idf,
    }))
  })
  const { asked, left } = choose(all, maxAnswers)
  const pairs = left.length > 0 ? pairsOf(terms, all, statistics.documentCount) : []
  const rarePairs = pairs.filter(({ count }) => count <= PAIR_SHARE * maxAnswers)
  const looks = [...asked, ...rarePairs].map((one) => lookAt(one, maxAnswers, statistics))
  const isPartly = new Set(
    [...left, ...looks.filter(({ isWhole }) => !isWhole)].map(({ term }) => term),
  )
  return {
    asked: toColumns(looks.filter(({ least }) => least === undefined)),
    mostUsed: toColumns(looks.filter(({ least }) => least !== undefined)),
    left: toColumns(mergeEqual(left)),
    known: known.map((count, term) => (isPartly.has(term) ? count : 0)),
    isPartial: isPartly.size > 0,
  }
}

/** Questions whose answers say the same of the same term are one question. */
function mergeEqual(leaves: readonly Asked[]): Asked[] {
  const merged = new Map<string, Asked>()
  for (const leaf of leaves) {
    const key = `${leaf.term} ${leaf.value}`
    const known = merged.get(key)
    merged.set(
      key,
      known
        ? { ...known, query: `${known.query} | (${leaf.query})` }
        : { ...leaf, query: `(${leaf.query})` },
    )
  }
  return [...merged.values()]
}

interface Look extends Asked {
  isWhole: boolean
  most: number
  least: number | undefined
}

/** Where there are more answers than are looked at, those of the most used documents are. */
function lookAt(one: Asked, maxAnswers: number, statistics: WordStatistics): Look {
  const isWhole = one.count <= maxAnswers
  const most = isWhole ? SLACK * maxAnswers : mostUsedOf(maxAnswers)
  const least = isWhole ? undefined : statistics.standingOf(MORE * most, one.count)
  return { ...one, isWhole, most, least }
}

/** The questions of most worth, until they have as many answers as are looked at; one at least. */
function choose(all: readonly Estimated[], maxAnswers: number) {
  const asked: Estimated[] = []
  const left: Estimated[] = []
  let room = maxAnswers
  for (const one of all.toSorted((a, b) => b.worth - a.worth)) {
    const isAsked = asked.length === 0 || one.count <= room
    if (isAsked) room -= Math.min(one.count, mostUsedOf(maxAnswers))
    ;(isAsked ? asked : left).push(one)
  }
  return { asked, left }
}

/** How many of the most used documents are looked at. */
function mostUsedOf(maxAnswers: number): number {
  return Math.round(maxAnswers * MOST_USED_SHARE)
}

/** What begins like a word counts the word, too. */
function countHolders(leaves: readonly Leaf[], statistics: WordStatistics): number {
  const isPrefixed = (one: Leaf) => one.isPrefix && one.lexemes.length === 1
  const sum = (some: readonly Leaf[]) =>
    some.reduce((total, leaf) => total + statistics.count(leaf), 0)
  return Math.max(sum(leaves.filter((leaf) => !isPrefixed(leaf))), sum(leaves.filter(isPrefixed)))
}

/** Two common words beside each other may be rare again: documents that hold both of the words that say most. */
function pairsOf(
  terms: readonly Term[],
  all: readonly Estimated[],
  documentCount: number,
): Asked[] {
  const strong = terms
    .map(({ word }, term) =>
      word.startsWith('~') ? [] : all.filter((one) => one.term === term && isStrong(one)),
    )
    .filter((leaves) => leaves.length > 0)
    .sort((a, b) => worthOf(b) - worthOf(a))
    .slice(0, PAIRED_TERMS)
  return strong.flatMap((one, at) =>
    strong.slice(at + 1).map((other) => ({
      term: one[0]?.term ?? -1,
      other: other[0]?.term ?? -1,
      query: `(${anyOf(one)}) & (${anyOf(other)})`,
      value: LEAST_OF_PAIR,
      count: countPairs(countOf(one), countOf(other), documentCount),
    })),
  )
}

function countPairs(one: number, other: number, documentCount: number): number {
  return Math.min(one, other, Math.round((TOGETHER * one * other) / Math.max(1, documentCount)))
}

function countOf(leaves: readonly Estimated[]): number {
  return leaves.reduce((total, { count }) => total + count, 0)
}

function isStrong({ leaf }: Estimated): boolean {
  return leaf.value >= LEAST_OF_PAIR && !leaf.isPrefix
}

function worthOf(leaves: readonly Estimated[]): number {
  return Math.max(...leaves.map(({ worth }) => worth))
}

function anyOf(leaves: readonly Estimated[]): string {
  return leaves.map(({ leaf }) => `(${toTsquery(leaf)})`).join(' | ')
}

function toColumns(leaves: readonly (Asked & Partial<Look>)[]): Leaves {
  return {
    terms: leaves.map(({ term }) => term),
    others: leaves.map(({ other }) => other),
    queries: leaves.map(({ query }) => query),
    values: leaves.map(({ value }) => value),
    mosts: leaves.map(({ most = 0 }) => most),
    leasts: leaves.map(({ least = 0 }) => least),
  }
}

/** Words are quoted: nothing in them is an operator. */
export function toTsquery({ lexemes, isPrefix }: Leaf): string {
  return lexemes.map((lexeme) => quoteLexeme(lexeme) + (isPrefix ? ':*' : '')).join(' & ')
}

/** Quotes a word for the text forms of `tsvector` and `tsquery`. */
export function quoteLexeme(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
