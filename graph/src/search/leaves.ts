import { CONCEPT_STRENGTHS, WORD_STRENGTHS, toLexeme, type Weight } from './page.ts'
import type { Alternative, Term } from './parse-query.ts'

/** One question to an index: which documents hold all of these lexemes. */
export interface Leaf {
  /** Beginnings of lexemes, or whole ones. */
  lexemes: readonly string[]
  isPrefix: boolean
  /** What the term is worth in such a document, 0 to 1. */
  value: number
}

const WEIGHTS: readonly Weight[] = ['A', 'B', 'C', 'D']
/** Of several words that only together are the term, nobody knows how strongly they stand. */
const TOGETHER = 0.6

/**
 * Turns a term into questions, those of most value first.
 *
 * Pure: no I/O, no clock.
 */
export function leavesOf({ alternatives }: Term): Leaf[] {
  return alternatives.flatMap(toLeaves).sort((a, b) => b.value - a.value)
}

function toLeaves({ words, isPrefix, share }: Alternative): Leaf[] {
  const [only = '', ...others] = words
  if (isPrefix) return [{ lexemes: words, isPrefix, value: share }]
  if (others.length > 0) {
    const lexemes = words.map((word) => toLexeme(word))
    return [{ lexemes, isPrefix: true, value: share * TOGETHER }]
  }
  const strengths = only.startsWith('~') ? CONCEPT_STRENGTHS : WORD_STRENGTHS
  return WEIGHTS.map((weight) => ({
    lexemes: [toLexeme(only, weight)],
    isPrefix: false,
    value: share * strengths[weight],
  }))
}
