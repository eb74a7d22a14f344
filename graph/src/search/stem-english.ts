const VOWEL = /[aeiouy]/

/**
 * Cuts the common endings off an English word, so that `booking`, `books` and `booked` meet. Light on purpose: it
 * keeps apart what a full stemmer would throw together. Words outside `a-z` come back as they are.
 *
 * Pure: no I/O, no clock.
 */
export function stemEnglish(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word
  return closeStem(cutDerivation(cutInflection(cutPlural(word))))
}

function cutPlural(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return word
  if (word.endsWith('ies')) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1)
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
}

function cutInflection(word: string): string {
  const ending = /(?:ing|ed)$/.exec(word)?.[0]
  if (ending === undefined) return word
  const stem = word.slice(0, -ending.length)
  if (stem.length < 3 || !VOWEL.test(stem)) return word
  return undouble(stem)
}

/** `planning` → `plan`, but `calling` → `call`. */
function undouble(stem: string): string {
  return /([bdfgmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem
}

function cutDerivation(word: string): string {
  if (word.length > 6 && word.endsWith('ation')) return word.slice(0, -3)
  if (word.length > 6 && word.endsWith('ator')) return word.slice(0, -2)
  if (word.length > 8 && word.endsWith('ment')) return word.slice(0, -4)
  return word
}

/** A silent `e` and a final `y` differ between forms of one word: `query`, `queried`; `scrape`, `scraping`. */
function closeStem(word: string): string {
  if (word.length > 3 && word.endsWith('e')) return word.slice(0, -1)
  if (word.length > 3 && /[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}i`
  return word
}
