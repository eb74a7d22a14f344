import { CONCEPTS } from './lexicon/concepts.ts'
import { tokenize, type Token } from './tokenize.ts'

/** What a text is about: ids of concepts, each with how surely (0 to 1). */
export type Concepts = ReadonlyMap<string, number>

interface Phrase {
  words: readonly string[]
  id: string
}

const SINGLE = new Map<string, string[]>()
const PHRASES = new Map<string, Phrase[]>()
const WORDS = new Set<string>()

for (const line of CONCEPTS.trim().split('\n')) {
  const at = line.indexOf(':')
  const id = line.slice(0, at)
  for (const entry of line.slice(at + 1).split(/[,|]/)) {
    const tokens = tokenize(entry)
    addEntry(id, partsOf(tokens))
    for (const { word } of tokens) WORDS.add(word)
  }
}

/** The words of the lexicon, as they are written. */
export const KNOWN_WORDS: readonly string[] = [...WORDS]

function addEntry(id: string, words: string[]): void {
  const [first, ...rest] = words
  if (first === undefined) return
  if (rest.length > 0) {
    PHRASES.set(first, [...(PHRASES.get(first) ?? []), { words, id }])
  } else {
    SINGLE.set(first, [...new Set([...(SINGLE.get(first) ?? []), id])])
  }
}

/**
 * Finds the concepts that a text speaks of. A word that belongs to several says less about each.
 *
 * Pure: no I/O, no clock.
 */
export function conceptsIn(tokens: readonly Token[]): Concepts {
  const words = partsOf(tokens)
  const found = new Map<string, number>()
  const add = (id: string, share: number) => found.set(id, Math.max(found.get(id) ?? 0, share))
  words.forEach((word, index) => {
    for (const phrase of PHRASES.get(word) ?? []) {
      if (phrase.words.every((other, offset) => words[index + offset] === other)) add(phrase.id, 1)
    }
    for (const [id, share] of conceptsOfWord(word)) add(id, share)
  })
  return found
}

/** The concepts of a single word, as a stem. */
export function conceptsOfWord(stem: string): [id: string, share: number][] {
  const ids = SINGLE.get(stem) ?? []
  return ids.map((id) => [id, 1 / Math.sqrt(ids.length)])
}

function partsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ stem, parts }) => (parts.length > 0 ? parts : [stem]))
}
