import { conceptsOfWord } from './concepts.ts'
import { CONCEPT_WEIGHT, type Term } from './parse-query.ts'
import { isStopWord } from './stop-words.ts'
import { tokenize } from './tokenize.ts'

/** What a wish says of each word and concept, 0 to 1. */
export type Asked = ReadonlyMap<string, number>

/** Words that half of all tools have in their names. */
const GENERIC = new Set(
  `get list search find fetch read create add update set query show retrieve lookup view tool tools data info
  information by for all new api mcp server`.split(/\s+/),
)
const GENERIC_WEIGHT = 0.3

/** Gathers what a wish asks for, to be compared with many names. */
export function askedBy(terms: readonly Term[]): Asked {
  const asked = new Map<string, number>()
  for (const { word, weight, alternatives } of terms) {
    const value = Math.min(1, word.startsWith('~') ? weight / CONCEPT_WEIGHT : weight)
    for (const { words, isPrefix, share } of alternatives) {
      const [only, ...others] = words
      if (only === undefined || others.length > 0 || isPrefix) continue
      asked.set(only, Math.max(asked.get(only) ?? 0, value * share))
    }
  }
  return asked
}

/**
 * How much of a name the wish asks for, 0 to 1: `get_weather_alerts` is only half of what "weather" asks for. A word
 * is asked for as it stands or by a concept of it.
 *
 * Pure: no I/O, no clock.
 */
export function coverName(name: string, asked: Asked): number {
  let whole = 0
  let covered = 0
  for (const { word, stem, parts } of tokenize(name)) {
    if (isStopWord(word)) continue
    for (const part of parts.length > 0 ? parts : [stem]) {
      const weight = GENERIC.has(word) || GENERIC.has(part) ? GENERIC_WEIGHT : 1
      whole += weight
      covered += weight * valueOf(part, asked)
    }
  }
  return whole === 0 ? 0 : covered / whole
}

function valueOf(stem: string, asked: Asked): number {
  const concepts = conceptsOfWord(stem).map(([id]) => asked.get(`~${id}`) ?? 0)
  return Math.max(asked.get(stem) ?? 0, ...concepts)
}
