import { bridge } from './bridge.ts'
import { dropPastedData, readClues } from './clues.ts'
import { conceptsIn } from './concepts.ts'
import { queryTooLong } from './errors.ts'
import { isChatWord, isStopWord } from './stop-words.ts'
import { bigrams, isCjk, tokenize, type Token } from './tokenize.ts'

/** One way in which a document may hold a term: all of these words. */
export interface Alternative {
  words: string[]
  /** Whether longer words that begin so count too: the word a person is still typing. */
  isPrefix: boolean
  /** How much of the term this way is worth, up to 1. */
  share: number
}

/** One word of a wish, or one thing that it speaks of. A document holds it when it holds one of the alternatives. */
export interface Term {
  /** As asked; a concept begins with `~`. */
  word: string
  /** How much it says about the wish: 1 for a plain word. */
  weight: number
  alternatives: Alternative[]
}

/** A wish, taken apart. */
export interface Query {
  /** The text as asked, trimmed, without pasted data. Empty: everything, most used first. */
  text: string
  /** The text for comparing with whole names and titles. */
  phrase: string
  /** None in a text without a single letter or digit. */
  terms: Term[]
}

/** The longest text that is searched for, pasted data aside. */
export const MAX_QUERY_CHARS = 1000

const MAX_WORDS = 32
const MAX_CONCEPTS = 16
/** A concept is worth as much as so many plain words. */
export const CONCEPT_WEIGHT = 2.25
const CHAT_WEIGHT = 0.2
const CLUE_WEIGHT = 0.7
/** The last word of so few may be one that is still being typed. */
const MAX_TYPED_WORDS = 3
/** Who writes so few words means each of them. */
const MAX_CHOSEN_WORDS = 5
const PREFIX_SHARE = 0.6
const BRIDGE_WEIGHT = 0.8

/**
 * Takes a wish apart into terms: its words, apart from those without meaning, what Japanese ones are called in
 * English, and the concepts that they belong to.
 *
 * Pure: no I/O, no clock.
 *
 * @throws SearchError ERR_QUERY_TOO_LONG
 */
export function parseQuery(wish: string): Query {
  const text = dropPastedData(wish.replace(/[\p{Cc}\p{Cs}]+/gu, ' ')).trim()
  if (text.length > MAX_QUERY_CHARS) throw queryTooLong(MAX_QUERY_CHARS)
  const phrase = toPhrase(text)
  if (NAME.test(phrase)) return { text, phrase, terms: [nameTerm(phrase)] }
  const { text: said, words: clues } = readClues(text)
  const terms = [...wordTerms(said, clues), ...bridgedTerms(said), ...conceptTerms(said, clues)]
  return { text, phrase, terms }
}

/** A registry name or the beginning of one: `com.example`, `com.example/weather`. */
const NAME = /^[a-z\d-]+(?:\.[a-z\d-]+)+(?:\/[\w.-]*)?$/

/** A name is one word of the index, and also the words that it is made of: `monday.com`. */
function nameTerm(phrase: string): Term {
  const words = tokenize(phrase).map(({ stem }) => stem)
  const alternatives = [
    { words: [phrase], isPrefix: true, share: 1 },
    { words, isPrefix: false, share: 1 },
  ]
  return { word: phrase, weight: 1, alternatives }
}

function wordTerms(text: string, clues: readonly string[]): Term[] {
  const tokens = tokenize(text)
  const last = tokens.at(-1)
  const meaningful = tokens.filter((token) => !isStopWord(token.word))
  const kept = meaningful.length > 0 || clues.length > 0 ? meaningful : tokens
  const isTyped = kept.length <= MAX_TYPED_WORDS
  const isChat = kept.length > MAX_CHOSEN_WORDS
  const terms = new Map<string, Term>()
  for (const token of kept) {
    const weight = isChat && isChatWord(token.word, token.stem) ? CHAT_WEIGHT : 1
    const term = toTerm(token, weight, isTyped && token === last)
    if (!terms.has(token.stem)) terms.set(token.stem, term)
  }
  for (const clue of clues.flatMap((word) => tokenize(word))) {
    if (!terms.has(clue.stem)) terms.set(clue.stem, toTerm(clue, CLUE_WEIGHT, false))
  }
  return [...terms.values()].slice(0, MAX_WORDS)
}

/** What Japanese words are called in English. */
function bridgedTerms(text: string): Term[] {
  return bridge(text).map(({ japanese, english }) => ({
    word: japanese,
    weight: BRIDGE_WEIGHT,
    alternatives: english.map((name) => ({
      words: tokenize(name).map(({ stem }) => stem),
      isPrefix: false,
      share: 1,
    })),
  }))
}

function conceptTerms(text: string, clues: readonly string[]): Term[] {
  const concepts = [...conceptsIn(tokenize(`${text} ${clues.join(' . ')}`))]
  return concepts.slice(0, MAX_CONCEPTS).map(([id, share]) => ({
    word: `~${id}`,
    weight: CONCEPT_WEIGHT * share,
    alternatives: [{ words: [`~${id}`], isPrefix: false, share: 1 }],
  }))
}

/** The form in which a whole text is compared with a name or a title. */
export function toPhrase(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** The term of a single word, as when a misspelled one is replaced. */
export function termOf(word: string): Term {
  if (NAME.test(word)) return nameTerm(word)
  const [token] = tokenize(word)
  return token === undefined ? { word, weight: 1, alternatives: [] } : toTerm(token, 1, false)
}

function toTerm(token: Token, weight: number, isPrefix: boolean): Term {
  const { word, stem, parts } = token
  const alternatives: Alternative[] = [{ words: [stem], isPrefix: false, share: 1 }]
  if (isCjk(word)) alternatives.push({ words: [stem], isPrefix: true, share: 0.9 })
  else if (isPrefix && word.length > 1) {
    alternatives.push({ words: [word], isPrefix: true, share: PREFIX_SHARE })
  }
  if (parts.length > 0) alternatives.push({ words: parts, isPrefix: false, share: 1 })
  if (isCjk(word) && word.length > 2) alternatives.push(...pairsOf(word))
  return { word, weight, alternatives }
}

function pairsOf(word: string): Alternative[] {
  const words = bigrams(word)
  return words.length > 1 ? [{ words, isPrefix: false, share: 0.8 }] : []
}
