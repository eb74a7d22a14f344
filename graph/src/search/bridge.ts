import { JAPANESE_ENGLISH } from './lexicon/japanese-english.ts'
import { JAPANESE_WORDS } from './lexicon/japanese-words.ts'

/** A Japanese word of a text, with what it is called in English. */
export interface Bridged {
  japanese: string
  english: readonly string[]
}

const ENGLISH = new Map<string, string[]>()
const LONGEST = 8
const RUN = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]+/gu
const ONLY_HIRAGANA = /^\p{Script=Hiragana}+$/u

for (const line of (JAPANESE_WORDS + JAPANESE_ENGLISH).split('\n').filter(Boolean)) {
  const [english = '', japanese = ''] = line.split('|')
  for (const word of japanese.split(',')) {
    ENGLISH.set(word, [...(ENGLISH.get(word) ?? []), ...english.split(',')])
  }
}

/**
 * Finds the Japanese words of a text that have an English name; of words that overlap, the longest.
 *
 * Pure: no I/O, no clock.
 */
export function bridge(text: string): Bridged[] {
  const found = new Map<string, Bridged>()
  for (const [run] of text.normalize('NFKC').matchAll(RUN)) {
    let at = 0
    while (at < run.length) {
      const word = longestAt(run, at)
      if (word !== undefined) found.set(word, { japanese: word, english: ENGLISH.get(word) ?? [] })
      at += word?.length ?? 1
    }
  }
  return [...found.values()]
}

function longestAt(run: string, at: number): string | undefined {
  for (let length = Math.min(LONGEST, run.length - at); length >= 2; length--) {
    const word = run.slice(at, at + length)
    if (ENGLISH.has(word) && !ONLY_HIRAGANA.test(word)) return word
  }
  return undefined
}
