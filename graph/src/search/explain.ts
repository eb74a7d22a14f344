import { conceptsIn } from './concepts.ts'
import type { Alternative, Term } from './parse-query.ts'
import { bigrams, tokenize } from './tokenize.ts'

/** Where a document says something, from what says most to what says least. */
export type MatchedField = 'name' | 'tool' | 'category' | 'description'

/** A text of a result, with where it stands. */
export interface ExplainedText {
  field: MatchedField
  /** The tool that says it, where it is not the result itself. */
  tool?: string
  text: string
}

/** Why a result fits: what of the wish stands where. */
export interface Reason {
  field: MatchedField
  /** The name of the tool; absent when the result itself says it. */
  tool?: string
  /** Words of the wish, as asked. */
  words: string[]
  /** What the wish and the text both speak of, in whatever words: `weather`, `calendar`. */
  meanings: string[]
}

/**
 * Says why a result fits a wish. Each word is named once, in the strongest place that has it.
 *
 * Pure: no I/O, no clock.
 *
 * @param texts Strongest first
 */
export function explain(terms: readonly Term[], texts: readonly ExplainedText[]): Reason[] {
  const open = new Set(terms)
  return texts.flatMap(({ field, tool, text }) => {
    const isHeld = holderOf(text)
    const held = [...open].filter((term) => term.alternatives.some(isHeld))
    if (held.length === 0) return []
    for (const term of held) open.delete(term)
    const words = held.map(({ word }) => word)
    return [
      {
        field,
        ...(tool !== undefined && { tool }),
        words: [...new Set(words.filter((word) => !word.startsWith('~')))],
        meanings: words.filter((word) => word.startsWith('~')).map((word) => word.slice(1)),
      },
    ]
  })
}

function holderOf(text: string): (alternative: Alternative) => boolean {
  const tokens = tokenize(text)
  const forms = new Set([
    ...tokens.flatMap(({ word, stem, parts }) => [word, stem, ...parts]),
    ...[...conceptsIn(tokens).keys()].map((id) => `~${id}`),
    ...bigrams(text),
    ...text.toLowerCase().split(/\s+/),
  ])
  return ({ words, isPrefix }) =>
    words.every((word) =>
      isPrefix ? [...forms].some((form) => form.startsWith(word)) : forms.has(word),
    )
}
