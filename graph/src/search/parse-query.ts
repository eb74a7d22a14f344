import { queryTooLong } from './errors.ts'
import { isStopWord } from './stop-words.ts'
import { bigrams, isCjk, tokenize, type Token } from './tokenize.ts'

/** One way in which a document may hold a term: all of these words. */
export interface Alternative {
  words: string[]
  /** Whether longer words that begin so count too: the word a person is still typing. */
  isPrefix: boolean
}

/** One word of a wish. A document holds it when it holds one of the alternatives. */
export interface Term {
  word: string
  alternatives: Alternative[]
}

/** A wish, taken apart. */
export interface Query {
  /** The text as asked, trimmed. Empty: everything, most used first. */
  text: string
  /** The text for comparing with whole names and titles. */
  phrase: string
  /** At most 12. None in a text without a single letter or digit. */
  terms: Term[]
}

/** The longest text that is searched for. */
export const MAX_QUERY_CHARS = 500

const MAX_TERMS = 12

/**
 * Takes a wish apart into terms. Words without meaning are left out, unless there are no others.
 *
 * Pure: no I/O, no clock.
 *
 * @throws SearchError ERR_QUERY_TOO_LONG
 */
export function parseQuery(text: string): Query {
  if (text.length > MAX_QUERY_CHARS) throw queryTooLong(MAX_QUERY_CHARS)
  const trimmed = text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim()
  const phrase = toPhrase(trimmed)
  return { text: trimmed, phrase, terms: NAME.test(phrase) ? [nameTerm(phrase)] : termsOf(trimmed) }
}

/** A registry name or the beginning of one: `com.example`, `com.example/weather`. */
const NAME = /^[a-z\d-]+(?:\.[a-z\d-]+)+(?:\/[\w.-]*)?$/

/** A name is one word of the index, and also the words that it is made of: `monday.com`. */
function nameTerm(phrase: string): Term {
  const words = tokenize(phrase).map(({ stem }) => stem)
  const whole: Alternative = { words: [phrase], isPrefix: true }
  return { word: phrase, alternatives: [whole, { words, isPrefix: false }] }
}

function termsOf(text: string): Term[] {
  const tokens = tokenize(text)
  const last = tokens.at(-1)
  const meaningful = tokens.filter((token) => !isStopWord(token.word))
  const kept = meaningful.length > 0 ? meaningful : tokens
  const unique = [...new Map(kept.map((token) => [token.stem, token])).values()]

  return unique.slice(0, MAX_TERMS).map((token) => toTerm(token, token === last))
}

/** The form in which a whole text is compared with a name or a title. */
export function toPhrase(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** The term of a single word, as when a misspelled one is replaced. */
export function termOf(word: string): Term {
  if (NAME.test(word)) return nameTerm(word)
  const [token] = tokenize(word)
  return token === undefined ? { word, alternatives: [] } : toTerm(token, false)
}

function toTerm(token: Token, isPrefix: boolean): Term {
  const { word, stem, parts } = token
  const alternatives: Alternative[] = [{ words: [stem], isPrefix: false }]
  if (isPrefix && word.length > 1) alternatives.push({ words: [word], isPrefix: true })
  else if (isCjk(word)) alternatives[0] = { words: [stem], isPrefix: true }
  if (parts.length > 0) alternatives.push({ words: parts, isPrefix: false })
  if (isCjk(word) && word.length > 2) alternatives.push(...pairsOf(word))
  return { word, alternatives }
}

function pairsOf(word: string): Alternative[] {
  const pairs = bigrams(word)
  return pairs.length > 1 ? [{ words: pairs, isPrefix: false }] : []
}
