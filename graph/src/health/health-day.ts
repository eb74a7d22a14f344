/** What the readings of one server on one day (UTC) come to. */
export interface HealthDay {
  /** `2026-11-22`. */
  readonly day: string
  /** Readings by state. */
  readonly open: number
  readonly gated: number
  readonly gatedBroken: number
  readonly wrongTransport: number
  readonly notMcp: number
  readonly down: number
  readonly unknown: number
  /** How long it answered as it should. A reading holds until the next one, so that rare ones count for as long. */
  readonly upSeconds: number
  /** For how long it is known how it was. */
  readonly knownSeconds: number
  /** Milliseconds until the first answer: in half of the readings at most, and in 95 of 100. */
  readonly latencyP50: number | null
  readonly latencyP95: number | null
}

/** The longest history that is kept, in days: about thirteen months. */
export const HISTORY_DAYS = 400

/**
 * The part of the known time in which a server answered as it should, 0 to 1; `undefined` where nothing is known.
 *
 * Pure: no I/O, no clock.
 */
export function toUptime(
  days: readonly Pick<HealthDay, 'upSeconds' | 'knownSeconds'>[],
): number | undefined {
  const up = days.reduce((sum, { upSeconds }) => sum + upSeconds, 0)
  const known = days.reduce((sum, { knownSeconds }) => sum + knownSeconds, 0)
  return known > 0 ? Math.round((up / known) * 10_000) / 10_000 : undefined
}
