/** How long an answer may be kept (RFC 9111 §4.2), in seconds. */
export interface FreshnessBounds {
  /** For an answer that must not be kept, or is stale: it is not asked for more often. */
  least: number
  most: number
  /** For an answer that says nothing. */
  unsaid: number
}

/**
 * Says how long HTTP lets a cache that many people share keep an answer, within bounds of our own: the
 * draft of Client ID Metadata Documents (§4.4) allows both bounds. Pure.
 *
 * @param now Milliseconds since the epoch, for an `Expires` without a `Date` beside it
 */
export function freshForSeconds(headers: Headers, bounds: FreshnessBounds, now: number): number {
  const lifetime = lifetimeOf(headers, now)
  if (lifetime === undefined) return bounds.unsaid
  return Math.min(bounds.most, Math.max(bounds.least, lifetime - ageOf(headers)))
}

/** Seconds from when the answer was made; `undefined` when it does not say (RFC 9111 §4.2.1). */
function lifetimeOf(headers: Headers, now: number): number | undefined {
  const directives = readDirectives(headers.get('cache-control') ?? '')
  if (['no-store', 'no-cache', 'private'].some((name) => directives.has(name))) return 0

  const told = directives.get('s-maxage') ?? directives.get('max-age')
  // A lifetime that cannot be read makes the answer stale.
  if (told !== undefined) return /^\d{1,9}$/.test(told) ? Number(told) : 0

  const expires = headers.get('expires')
  if (expires === null) return undefined
  const ends = Date.parse(expires)
  const made = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(ends)) return 0
  return Math.floor((ends - (Number.isNaN(made) ? now : made)) / 1000)
}

/** How long the answer has lain in caches before ours (RFC 9111 §5.1). */
function ageOf(headers: Headers): number {
  const age = headers.get('age') ?? ''
  return /^\d{1,9}$/.test(age) ? Number(age) : 0
}

/** The directives by name; of one that repeats, the first counts. */
function readDirectives(header: string): Map<string, string> {
  const directives = new Map<string, string>()
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', value = ''] = part.split('=', 2).map((text) => text.trim())
    if (!directives.has(name)) directives.set(name, value.replaceAll('"', ''))
  }
  return directives
}
