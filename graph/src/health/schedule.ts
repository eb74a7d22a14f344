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
/** How much a pause varies, so that servers that were claimed together do not stay together. */
const JITTER = 0.2

/**
 * Says when to probe again: soon after the first failure, then ever later, and each pause a little
 * different. A reading of `unknown` says nothing of the server, and counts as neither.
 *
 * Pure: no I/O, no clock.
 *
 * @param random A number from 0 to 1
 */
export function scheduleNext(
  { state, failures }: { state: HealthState; failures: number },
  { now, random }: { now: Date; random: number },
): Schedule {
  const failed = isFailing(state) ? failures + 1 : state === 'unknown' ? failures : 0
  const pause = isFailing(state)
    ? Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures, 20), LONGEST_MS)
    : STEADY_MS
  const spread = 1 - JITTER + 2 * JITTER * random
  return { dueAt: new Date(now.getTime() + Math.round(pause * spread)), failures: failed }
}
