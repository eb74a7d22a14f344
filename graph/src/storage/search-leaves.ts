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
}

/** What a search asks of the index, and what is too common to be asked of all of it. */
export interface LeafPlan {
  asked: Leaves
  /** Only looked up in what the others find. */
  left: Leaves
  /** By term: how many documents hold it, where not all of them are asked for; else 0. */
  known: number[]
  /** Even the rarest question has more answers than are looked at: the most used are. */
  isBroad: boolean
  /** How many answers to one question are looked at. */
  maxAnswers: number
}

/** So many answers are looked at: each is a page of the table, and of many documents a few hundred show the best. */
const MAX_ANSWERS = 300
/** Up to so many documents all that fit are looked at, ten times as many. */
const FEW_DOCUMENTS = 10_000
/** Words in passing make no pair. */
const LEAST_OF_PAIR = 0.4
const PAIRED_TERMS = 3

interface Asked {
  term: number
  other: number
  query: string
  value: number
}

interface Estimated extends Asked {
  leaf: Leaf
  count: number
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
    const count = leaves.reduce((total, { leaf }) => total + statistics.count(leaf), 0)
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
  const asked: Estimated[] = []
  const left: Estimated[] = []
  let answers = 0
  for (const one of all.toSorted((a, b) => b.worth - a.worth)) {
    const isAsked = asked.length === 0 || answers + one.count <= maxAnswers
    if (isAsked) answers += one.count
    ;(isAsked ? asked : left).push(one)
  }
  const isPartly = new Set(left.map(({ term }) => term))
  const isBroad = answers > maxAnswers
  return {
    asked: toColumns(left.length > 0 ? [...asked, ...pairsOf(terms, all)] : asked),
    left: toColumns(left),
    known: known.map((count, term) => (isBroad || isPartly.has(term) ? count : 0)),
    isBroad,
    maxAnswers,
  }
}

/** Two common words beside each other are rare again: documents that hold both of the words that say most. */
function pairsOf(terms: readonly Term[], all: readonly Estimated[]): Asked[] {
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
    })),
  )
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

function toColumns(leaves: readonly Asked[]): Leaves {
  return {
    terms: leaves.map(({ term }) => term),
    others: leaves.map(({ other }) => other),
    queries: leaves.map(({ query }) => query),
    values: leaves.map(({ value }) => value),
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
