import { conceptsIn } from './concepts.ts'
import { bigrams, tokenize, type Token } from './tokenize.ts'

/** How strongly a word stands in a document: A as its name does, B as what is said twice, C as what is said once, D in passing. */
export type Weight = 'A' | 'B' | 'C' | 'D'

/** A word of a document; a concept begins with `~`. */
export interface IndexedWord {
  word: string
  weight: Weight
}

/** What a word is worth by how strongly it stands. */
export const WORD_STRENGTHS: Readonly<Record<Weight, number>> = { A: 1, B: 0.8, C: 0.6, D: 0.2 }

/** What a concept is worth by how strongly it stands. */
export const CONCEPT_STRENGTHS: Readonly<Record<Weight, number>> = { A: 1, B: 0.7, C: 0.5, D: 0.2 }

/**
 * A word with its weight, as the index keeps it: how strongly a word stands can be asked without reading the document.
 *
 * @param weight Left out: the beginning of all four
 */
export function toLexeme(word: string, weight: Weight | '' = ''): string {
  return `${word}/${weight}`
}

/** A document is cut after this many words: a server with a thousand tools is still one page of results. */
export const MAX_DOCUMENT_WORDS = 4000
const MAX_FIELD_CHARS = 20_000
/** Of a long text, what it speaks of first. */
const MAX_CONCEPT_WORDS = 60
/** Each further time a word is said counts for less: the saturation of BM25. */
const SATURATION = 1.2

/** A text, cut into words once for all documents that hold it. */
interface CutText {
  tokens: readonly Token[]
  /** Each word in all its forms, and pairs of Japanese signs. */
  forms: readonly string[]
}

/** The texts of one server and its tools. */
export class TextCutter {
  readonly #cut = new Map<string, CutText>()

  cut(whole: string): CutText {
    const text = whole.slice(0, MAX_FIELD_CHARS)
    const known = this.#cut.get(text)
    if (known) return known
    const tokens = tokenize(text).slice(0, MAX_DOCUMENT_WORDS)
    const words = new Set(tokens.map(({ word }) => word))
    const forms = tokens.flatMap(({ word, stem, parts }) =>
      stem === word && parts.length === 0 ? word : [...new Set([word, stem, ...parts])],
    )
    const pairs = bigrams(text).filter((pair) => !words.has(pair))
    const cut = { tokens, forms: [...forms, ...pairs] }
    this.#cut.set(text, cut)
    return cut
  }
}

/** The words of one document in the making. */
export class Page {
  readonly #texts: TextCutter
  readonly #words = new Map<string, number>()
  readonly #concepts = new Map<string, number>()
  #left = MAX_DOCUMENT_WORDS

  constructor(texts: TextCutter) {
    this.#texts = texts
  }

  /**
   * Adds the words of a text.
   *
   * @param amount How much each of them says: 1 as in a description
   */
  add(text: string, amount: number): void {
    const { tokens, forms } = this.#texts.cut(text)
    if (this.#left <= 0) return
    this.#left -= tokens.length
    this.addWords(forms, amount)
  }

  /** Adds a name, which is also found when its words are written as one: `stackoverflow`. */
  addName(text: string, amount: number): void {
    this.add(text, amount)
    const { tokens } = this.#texts.cut(text)
    const joined = tokens.slice(1).map(({ word }, index) => `${tokens[index]?.word ?? ''}${word}`)
    this.addWords(joined, amount)
  }

  /** Adds words as they are, not to be taken apart. */
  addWords(words: Iterable<string>, amount: number): void {
    for (const word of words) {
      if (word !== '') this.#words.set(word, (this.#words.get(word) ?? 0) + amount)
    }
  }

  /**
   * Adds what a text speaks of.
   *
   * @param amount How much it says: 1 as in a name
   */
  addConcepts(text: string, amount: number): void {
    const { tokens } = this.#texts.cut(text)
    for (const [id, share] of conceptsIn(tokens.slice(0, MAX_CONCEPT_WORDS))) {
      this.#concepts.set(id, Math.max(share * amount, this.#concepts.get(id) ?? 0))
    }
  }

  words(): IndexedWord[] {
    const words = [...this.#words].map(([word, amount]) => ({ word, weight: weigh(amount) }))
    const concepts = [...this.#concepts]
      .filter(([, amount]) => amount > LEAST_CONCEPT)
      .map(([id, amount]) => ({ word: `~${id}`, weight: weighConcept(amount) }))
    return [...words, ...concepts]
  }
}

const LEAST_CONCEPT = 0.1

function weigh(amount: number): Weight {
  const strength = amount / (amount + SATURATION)
  if (strength >= 0.68) return 'A'
  if (strength >= 0.55) return 'B'
  return strength >= 0.4 ? 'C' : 'D'
}

function weighConcept(amount: number): Weight {
  if (amount >= 0.9) return 'A'
  if (amount >= 0.6) return 'B'
  return amount >= 0.35 ? 'C' : 'D'
}
