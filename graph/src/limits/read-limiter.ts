/** How a read was counted. */
export interface CountedRead {
  readonly isWithin: boolean
  readonly limit: number
  readonly remaining: number
  /** When the bucket is full again or, after a refusal, when another read is worth making. */
  readonly resetSeconds: number
}

/** Limits what only reads, in the memory of one process: a read costs no write. */
export interface ReadLimiter {
  /** Takes one read from a caller's bucket. */
  take(caller: string, now: number): CountedRead
}

/** How much is read. */
export interface ReadLimitOptions {
  /** What one caller may read in a minute, at all replicas together. */
  perMinute: number
  /** Replicas that share the callers. */
  expectedReplicas: number
}

/** The most callers that are kept in mind; who asked longest ago is forgotten, with a full bucket. */
const MAX_CALLERS = 20_000

/**
 * Creates the buckets of one process: a caller may read for a minute's worth at once, and gets it back evenly.
 *
 * Pure but for its own memory: no I/O, no clock.
 */
export function createReadLimiter({ perMinute, expectedReplicas }: ReadLimitOptions): ReadLimiter {
  const limit = Math.max(1, Math.floor(perMinute / expectedReplicas))
  const perMs = limit / 60_000
  const buckets = new Map<string, { left: number; at: number }>()

  return {
    take(caller, now) {
      const known = buckets.get(caller)
      const elapsed = known ? Math.max(0, now - known.at) : 0
      const full = known ? Math.min(limit, known.left + elapsed * perMs) : limit
      const isWithin = full >= 1
      const left = isWithin ? full - 1 : full

      // The one who asked last stands last.
      buckets.delete(caller)
      buckets.set(caller, { left, at: Math.max(now, known?.at ?? now) })
      forgetOldest(buckets)
      return {
        isWithin,
        limit,
        remaining: Math.floor(left),
        resetSeconds: Math.ceil((isWithin ? limit - left : 1 - left) / perMs / 1000),
      }
    },
  }
}

function forgetOldest(buckets: Map<string, unknown>): void {
  if (buckets.size <= MAX_CALLERS) return
  const [oldest] = buckets.keys()
  if (oldest !== undefined) buckets.delete(oldest)
}
