import { firstFrom } from './first-from.ts'
import { leavesOf, type Leaf } from './leaves.ts'
import { toLexeme } from './page.ts'
import type { Term } from './parse-query.ts'
import type { SearchDocument } from './search-document.ts'
import type { Frequencies } from './search-index.ts'

/** Which documents hold the terms of a wish, and how strongly. */
export interface Matches {
  /** By place in the list of documents: how strongly each term stands, 0 to 1. */
  strengths: ReadonlyMap<number, number[]>
  frequencies: Frequencies
}

/**
 * Holds documents in memory and matches terms with them: says what an index has to answer, and measures ranking
 * without a database.
 *
 * Pure: no I/O, no clock.
 */
export class DocumentMatcher {
  readonly #documentCount: number
  readonly #holders = new Map<string, number[]>()
  readonly #lexemes: readonly string[]

  constructor(documents: readonly SearchDocument[]) {
    this.#documentCount = documents.length
    documents.forEach(({ words }, at) => {
      for (const { word, weight } of words) {
        const lexeme = toLexeme(word, weight)
        const holders = this.#holders.get(lexeme)
        if (holders) holders.push(at)
        else this.#holders.set(lexeme, [at])
      }
    })
    this.#lexemes = [...this.#holders.keys()].sort()
  }

  match(terms: readonly Term[]): Matches {
    const strengths = new Map<number, number[]>()
    const counts = terms.map((term, index) => {
      const held = this.#valuesOf(term)
      for (const [at, value] of held) {
        const row = strengths.get(at) ?? terms.map(() => 0)
        row[index] = value
        strengths.set(at, row)
      }
      return held.size
    })
    return { strengths, frequencies: { counts, documentCount: this.#documentCount } }
  }

  #valuesOf(term: Term): Map<number, number> {
    const values = new Map<number, number>()
    for (const leaf of leavesOf(term)) {
      for (const at of this.#holdersOf(leaf)) {
        if (!values.has(at)) values.set(at, leaf.value)
      }
    }
    return values
  }

  #holdersOf({ lexemes, isPrefix }: Leaf): Iterable<number> {
    const [first = new Set<number>(), ...others] = lexemes.map((lexeme) =>
      isPrefix ? this.#startingWith(lexeme) : new Set(this.#holders.get(lexeme)),
    )
    return [...first].filter((at) => others.every((holders) => holders.has(at)))
  }

  #startingWith(prefix: string): Set<number> {
    const found = new Set<number>()
    for (let at = firstFrom(this.#lexemes, prefix); at < this.#lexemes.length; at++) {
      const lexeme = this.#lexemes[at] ?? ''
      if (!lexeme.startsWith(prefix)) break
      for (const document of this.#holders.get(lexeme) ?? []) found.add(document)
    }
    return found
  }
}
