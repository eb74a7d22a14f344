/** Pure: how the words of a search are told. */

interface Correction {
  word: string
  instead: string
}

interface MatchReason {
  words: string[]
  meanings: string[]
}

const SHOWN_REASONS = 4

/** The wish as it was searched for: what stands nowhere is replaced, the rest is as it was typed. */
export function correctWish(wish: string, corrections: readonly Correction[]): string {
  const corrected = corrections.reduce((text, { word, instead }) => {
    const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    const whole = new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped}(?![\p{L}\p{N}])`, 'giu')
    return text.replaceAll(whole, () => instead)
  }, wish)
  return corrected === wish ? corrections.map(({ instead }) => instead).join(' ') : corrected
}

/**
 * What of a wish a result speaks of: the words of the wish; where it holds none of them, what both mean.
 *
 * @param shown What can be read on it anyway: where a reason stands there, none is told
 */
export function reasonsOf(why: readonly MatchReason[], shown: string): string[] {
  const words = why.flatMap((reason) => reason.words)
  const found = words.length > 0 ? words : why.flatMap((reason) => reason.meanings)
  const read = shown.toLowerCase()
  if (found.some((reason) => read.includes(reason))) return []
  return [...new Set(found)].slice(0, SHOWN_REASONS)
}

/** A count that is only near the truth, with no more digits than it can answer for. */
export function roundEstimate(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1)
  return Math.round(count / step) * step
}
