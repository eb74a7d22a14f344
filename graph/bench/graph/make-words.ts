import { createRandom, type Random } from './random.ts'

/** Varies texts so that each word stays about as frequent as it is in the real ones. */
export interface WordMaker {
  /** A text with some of its words changed for others. */
  vary(text: string): string
  /** A word that probably nobody has used yet: `kovari`. */
  coin(): string
}

/** How many of the words of a text are changed for others. */
const CHANGED = 0.25
/** How many of those are words that nobody has used yet, as names are. */
const COINED = 0.04
const SYLLABLES = 'ka ko ve ri lo na mi tu sa do zen lin mar tor pix quo bel fin gra sol'.split(' ')
/** A word of a text that is changed; what joins words stays. */
const WORD = /[A-Za-z][A-Za-z-]{3,}/g

/**
 * Creates the maker of words.
 *
 * @param texts Real ones: each of their words is taken as often as it stands in them
 */
export function createWordMaker(texts: readonly string[], seed: number): WordMaker {
  const random = createRandom(seed)
  const words = texts.flatMap((text) => text.match(WORD) ?? [])
  const coin = () => coinWord(random)
  return {
    coin,
    vary: (text) =>
      text.replace(WORD, (word) => {
        if (!random.is(CHANGED)) return word
        return random.is(COINED) ? coin() : random.pick(words)
      }),
  }
}

function coinWord(random: Random): string {
  const length = 2 + random.below(3)
  return Array.from({ length }, () => random.pick(SYLLABLES)).join('')
}
