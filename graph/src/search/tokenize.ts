import { stemEnglish } from './stem-english.ts'

/** One word of a text, in the forms by which it may be found. */
export interface Token {
  /** As written, normalized and in lower case: `rooms`, `github`, `会議`. */
  word: string
  /** Without its English ending: `room`. Equal to `word` where there is none. */
  stem: string
  /** The words inside a joined one, as stems: `git`, `hub` for `GitHub`. Empty for a simple word. */
  parts: string[]
}

/** Longer words are cut: nobody searches for them, and Postgres refuses lexemes over two kilobytes. */
export const MAX_WORD_CHARS = 64

const CJK = '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}'
const OTHER = `[\\p{L}\\p{N}]--[${CJK}]`
const RUN = new RegExp(`[[\\p{L}\\p{N}ー]&&[${CJK}]]+|[${OTHER}][\\p{M}[${OTHER}]]*`, 'gv')
const HAS_CJK = new RegExp(`[${CJK}]`, 'v')
const CJK_RUN = new RegExp(`^[${CJK}]`, 'v')
const LATIN_RUN = /^[\p{Script=Latin}\p{N}\p{M}]+$/u
const GRAM_RUN = /[\p{Script=Han}々]{2,}|[\p{Script=Katakana}ー]{2,}/gu

/**
 * Cuts a text into words: Latin ones at camel case, `snake_case`, kebab and dots, Japanese ones (and every script
 * written without spaces) by the dictionary of `Intl.Segmenter`, which is the same on Node and on Workers.
 *
 * Pure: no I/O, no clock.
 *
 * @param locale Whose words, where the script does not say (default: `ja`)
 */
export function tokenize(text: string, locale = 'ja'): Token[] {
  const tokens: Token[] = []
  for (const [run] of normalize(text).matchAll(RUN)) {
    if (LATIN_RUN.test(run)) tokens.push(latinToken(run))
    else for (const word of segment(run, locale)) tokens.push(simpleToken(word))
  }
  return tokens
}

/**
 * Puts other words in the place of some: whole ones only, not what is a part of another.
 *
 * Pure: no I/O, no clock.
 *
 * @param words By the word, as `tokenize` says it
 */
export function replaceWords(text: string, words: ReadonlyMap<string, string>): string {
  return normalize(text).replace(RUN, (run) => words.get(fold(run)) ?? run)
}

/**
 * All pairs of neighbouring characters in runs of kanji or katakana. Two texts may be cut into different words
 * (`会議室|予約`, `会議|室`); their pairs still meet.
 */
export function bigrams(text: string): string[] {
  if (!HAS_CJK.test(text)) return []
  const pairs: string[] = []
  for (const [run] of normalize(text).matchAll(GRAM_RUN)) {
    const characters = [...run]
    for (let at = 0; at + 1 < characters.length; at++) {
      pairs.push(`${characters[at]}${characters[at + 1]}`)
    }
  }
  return pairs
}

/** Tells whether a word is written in kanji or kana. */
export function isCjk(word: string): boolean {
  return CJK_RUN.test(word)
}

/** One spelling for what looks the same: full and half width, composed and decomposed. */
function normalize(text: string): string {
  return text.normalize('NFKC').replace(/['’]s(?![\p{L}\p{N}])/gu, '')
}

/** One piece without accents, as most words are: nothing to cut, nothing to fold. */
const PLAIN = /^[A-Za-z]?[a-z\d]*$/

function latinToken(run: string): Token {
  if (PLAIN.test(run)) {
    const plain = run.toLowerCase().slice(0, MAX_WORD_CHARS)
    return { word: plain, stem: stemEnglish(plain), parts: [] }
  }
  const word = fold(run)
  const pieces = run
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(' ')
  const parts = pieces.length > 1 ? pieces.map((piece) => stemEnglish(fold(piece))) : []
  return { word, stem: stemEnglish(word), parts }
}

function simpleToken(text: string): Token {
  const word = text.toLowerCase().slice(0, MAX_WORD_CHARS)
  return { word, stem: word, parts: [] }
}

/** Lower case without accents: `Café` and `cafe` are one word. */
function fold(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().slice(0, MAX_WORD_CHARS)
}

function* segment(run: string, locale: string): Generator<string> {
  for (const { segment: word, isWordLike } of segmenter(locale).segment(run)) {
    if (isWordLike === true) yield word
  }
}

const JAPANESE = new Intl.Segmenter('ja', { granularity: 'word' })

function segmenter(locale: string): Intl.Segmenter {
  return locale === 'ja' ? JAPANESE : new Intl.Segmenter(locale, { granularity: 'word' })
}
