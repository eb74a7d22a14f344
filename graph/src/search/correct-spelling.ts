import { wordsOfName } from './name-words.ts'

const MIN_CORRECTABLE_CHARS = 4

/** Tells whether a word is long enough to tell what it was meant to be, and made of letters. */
export function isCorrectable(word: string): boolean {
  return word.length >= MIN_CORRECTABLE_CHARS && /^[a-z][a-z\d./_-]*$/.test(word)
}

/**
 * Finds the word that somebody probably meant: one that stands in the given names and differs by one typing error
 * (two in words from seven letters on). `undefined` where none does, or where the word is too short to tell.
 *
 * Pure: no I/O, no clock.
 *
 * @param word A word that no document has, in lower case
 * @param names Names and titles that resemble it, those that are likely first
 * @param allowed How many errors (default: as above)
 */
export function correctSpelling(
  word: string,
  names: readonly string[],
  allowed = word.length < 7 ? 1 : 2,
): string | undefined {
  if (!isCorrectable(word)) return undefined
  let best: { word: string; distance: number } | undefined
  for (const known of new Set(names.flatMap(wordsOfName))) {
    if (Math.abs(known.length - word.length) > allowed || known === word) continue
    const distance = typingDistance(word, known)
    if (distance <= allowed && distance < (best?.distance ?? Infinity)) {
      best = { word: known, distance }
    }
  }
  return best?.word
}

/**
 * Tells whether a word may be what another was meant to be; quick for the many that are not. Few errors are in the first
 * letter, and most of those swap it with the second.
 */
export function isNear(known: string, word: string): boolean {
  if (Math.abs(known.length - word.length) > 1 || known === word) return false
  if (known[0] !== word[0] && known[1] !== word[0]) return false
  return correctSpelling(word, [known]) === known
}

/** Damerau–Levenshtein: letters added, lost, changed, and two neighbours swapped, each one error. */
export function typingDistance(from: string, to: string): number {
  const a = [...from]
  const b = [...to]
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(at(row, j - 1) + 1, at(last, j) + 1, at(last, j - 1) + cost)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwap) best = Math.min(best, at(beforeLast, j - 2) + 1)
      row.push(best)
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
