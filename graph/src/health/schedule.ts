import { isFailing, type HealthState } from './reading.ts'

/** When a server is probed next. */
export interface Schedule {
  readonly dueAt: Date
  /** Probes that failed since the last good one. */
  readonly failures: number
}

const MINUTE_MS = 60_000

/** The pause after a good probe. */
const STEADY_MS = 10 * MINUTE_MS
/** The pause after the first failure: it may be a passing one. */
const FIRST_RETRY_MS = MINUTE_MS
/** The longest pause. */
const LONGEST_MS = 12 * 60 * MINUTE_MS
/** The longest that a server, or its whole host, is left alone because it asks for that. */
const LONGEST_REQUESTED_MS = 15 * MINUTE_MS
/** The longest that a list of tools is taken as fresh. */
const LONGEST_FRESH_MS = 6 * 60 * MINUTE_MS
/** How much a pause varies, so that servers that were claimed together do not stay together. */
const JITTER = 0.2

/**
 * Says when to probe again: soon after the first failure, then ever later, and each pause a little
 * different. A reading of `unknown` says nothing of the server, and counts as neither, but who asks for
 * fewer requests gets fewer.
 *
 * Pure: no I/O, no clock.
 *
 * @param random A number from 0 to 1
 */
export function scheduleNext(
  { state, failures, retryAfterMs }: Outcome,
  { now, random }: { now: Date; random: number },
): Schedule {
  const isUnwelcome = isFailing(state) || retryAfterMs !== undefined
  const failed = isUnwelcome ? failures + 1 : state === 'unknown' ? failures : 0
  const backOff = Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures, 20), LONGEST_MS)
  const pause = isUnwelcome ? Math.max(backOff, toRequestedPause(retryAfterMs)) : STEADY_MS
  const spread = 1 - JITTER + 2 * JITTER * random
  return { dueAt: new Date(now.getTime() + Math.round(pause * spread)), failures: failed }
}

/** How a probe went. */
interface Outcome {
  readonly state: HealthState
  readonly failures: number
  readonly retryAfterMs?: number | undefined
}

/**
 * How long a whole host is left alone: what one of its servers asked for, within bounds, since others may live there.
 *
 * Pure: no I/O, no clock.
 */
export function toRequestedPause(retryAfterMs: number | undefined): number {
  return retryAfterMs === undefined ? 0 : Math.min(retryAfterMs, LONGEST_REQUESTED_MS)
}

/**
 * Says when a list of tools is to be read again: as late as its server calls it fresh, within bounds, and with
 * the next probe where that is not later.
 *
 * Pure: no I/O, no clock.
 *
 * @returns `undefined` for the next probe
 */
export function scheduleTools(ttlMs: number | undefined, now: Date): Date | undefined {
  if (ttlMs === undefined || ttlMs <= STEADY_MS) return undefined
  return new Date(now.getTime() + Math.min(ttlMs, LONGEST_FRESH_MS))
}
