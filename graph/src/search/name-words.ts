import { tokenize } from './tokenize.ts'

/** `next.js` and `dev-tools` too; a registry name is looked for as a whole, by its parts. */
const WORD = /^(?=.*[a-z])[a-z\d](?:[a-z\d.-]*[a-z\d])?$/
const MIN_CHARS = 3
const MAX_CHARS = 64

/**
 * Lists the words of names to which a misspelled one may be corrected, each once.
 *
 * Pure: no I/O, no clock.
 */
export function nameWords(names: Iterable<string>): string[] {
  const words = new Set<string>()
  for (const name of names) {
    for (const word of wordsOfName(name)) {
      if (word.length >= MIN_CHARS && word.length <= MAX_CHARS && WORD.test(word)) words.add(word)
    }
  }
  return [...words]
}

/** The words of a name, and what is written in one: a registry name is looked for as a whole. */
export function wordsOfName(name: string): string[] {
  const whole = name.toLowerCase().split(/\s+/)
  return [...whole, ...tokenize(name).flatMap(({ word, parts }) => [word, ...parts])]
}
