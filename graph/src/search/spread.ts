/** A result with what each term of the wish adds to it. */
export interface Spreadable {
  gains: readonly number[]
  /** Results of one key are much alike: tools of the same name. */
  key: string
}

/** How much of a term is left for the next results when one holds it as strongly as any. */
const LEFT = 0.75
/** What a second result of the same key keeps of its worth. */
const SAME_KEY_SHARE = 0.5

/**
 * Puts results of different kinds beside each other: what a result answers counts for less in the next ones, so that
 * a wish of several parts is answered in all of them. Those not picked follow in their own order.
 *
 * Pure: no I/O, no clock.
 *
 * @param results Best first
 * @param picks How many places to fill so
 */
export function spread<result extends Spreadable>(
  results: readonly result[],
  picks: number,
): result[] {
  const rest = new Set(results)
  const most = mostOf(results)
  const left = most.map(() => 1)
  const keys = new Set<string>()
  const picked: result[] = []
  while (picked.length < picks && rest.size > 0) {
    const best = bestOf(rest, (result) => worthOf(result, left, keys))
    if (best === undefined) break
    rest.delete(best)
    picked.push(best)
    keys.add(best.key)
    best.gains.forEach((gain, term) => {
      if (gain > 0)
        left[term] = (left[term] ?? 1) * (1 - ((1 - LEFT) * gain) / (most[term] ?? gain))
    })
  }
  return [...picked, ...rest]
}

function worthOf({ gains, key }: Spreadable, left: readonly number[], keys: Set<string>): number {
  let worth = 0
  for (let term = 0; term < gains.length; term++) worth += (gains[term] ?? 0) * (left[term] ?? 1)
  return keys.has(key) ? worth * SAME_KEY_SHARE : worth
}

function bestOf<item>(items: Iterable<item>, worth: (item: item) => number): item | undefined {
  let best: item | undefined
  let most = -1
  for (const item of items) {
    const value = worth(item)
    if (value > most) {
      best = item
      most = value
    }
  }
  return best
}

function mostOf(results: readonly Spreadable[]): number[] {
  const most: number[] = []
  for (const { gains } of results) {
    gains.forEach((gain, term) => (most[term] = Math.max(most[term] ?? 0, gain)))
  }
  return most
}
