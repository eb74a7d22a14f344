import { fail, ok, type Result } from '@toolgraph/errors'

/** Counts tries in windows, exactly, whatever the number of replicas. */
export interface Throttle {
  /** Counts one try; `countTry()` holds it against a limit. */
  count(key: string, windowSeconds: number, now: Date): Promise<CountedTry>
  /** Takes one try back. */
  release(key: string): Promise<void>
  /** Forgets the tries of a key. */
  clear(key: string): Promise<void>
}

/** A try that was counted. */
export interface CountedTry {
  /** How many the window has seen, this one included. */
  tries: number
  /** When the window ends, and counting begins anew. */
  endsAt: Date
}

/** The tries of a window are used up. */
export interface TooMany {
  /** When another try is worth making (RFC 9110 §10.2.3). */
  retryAfterSeconds: number
}

/** How much of something is allowed. */
export interface Limit {
  /** Tries in a window. */
  tries: number
  windowSeconds: number
}

/** One counter, and how far it may go. */
export interface LimitedKey {
  key: string
  limit: Limit
}

/** Counts one try and says whether it is within a limit. */
export async function countTry(
  throttle: Throttle,
  { key, limit, now }: { key: string; limit: Limit; now: number },
): Promise<Result<undefined, TooMany>> {
  const { tries, endsAt } = await throttle.count(key, limit.windowSeconds, new Date(now))
  if (tries <= limit.tries) return ok(undefined)
  return fail({ retryAfterSeconds: Math.max(1, Math.ceil((endsAt.getTime() - now) / 1000)) })
}

/** Counts one try at several counters at once and says whether it is within all of their limits. */
export async function countTries(
  throttle: Throttle,
  now: number,
  keys: readonly LimitedKey[],
): Promise<Result<undefined, TooMany>> {
  const counted = await Promise.all(keys.map((key) => countTry(throttle, { ...key, now })))
  const waits = counted.flatMap((one) => (one.ok ? [] : [one.failure.retryAfterSeconds]))
  return waits.length === 0 ? ok(undefined) : fail({ retryAfterSeconds: Math.max(...waits) })
}
