import type { ClaimedDelivery, DeliveryAttempt } from './webhook.ts'

/** What follows from a try. */
export interface AfterAttempt {
  readonly isDelivered: boolean
  /** Nothing is sent to this address any more. */
  readonly disables: boolean
  /** When it is tried again; missing: never. */
  readonly dueAt?: Date | undefined
}

const [SECOND_MS, MINUTE_MS, HOUR_MS] = [1_000, 60_000, 3_600_000]

/** The pauses between tries: three days in all (Standard Webhooks, retries). */
const PAUSES_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]

/** An address that failed for so long is given up. */
const GIVEN_UP_AFTER_MS = 5 * 24 * HOUR_MS

/** How much a pause grows at most, so that what failed together is not tried together. */
const JITTER = 0.2

/**
 * Says what follows from a try: done, another one later, or the end of the webhook, where it answers that it is gone
 * (410) or has failed for days.
 *
 * Pure: no I/O, no clock.
 *
 * @param random A number from 0 to 1
 */
export function afterAttempt(
  { attempts, failingSince }: Pick<ClaimedDelivery, 'attempts' | 'failingSince'>,
  { httpStatus = 0 }: DeliveryAttempt,
  { now, random }: { now: Date; random: number },
): AfterAttempt {
  if (httpStatus >= 200 && httpStatus < 300) return { isDelivered: true, disables: false }

  const failingMs = failingSince ? now.getTime() - failingSince.getTime() : 0
  if (httpStatus === 410 || failingMs > GIVEN_UP_AFTER_MS)
    return { isDelivered: false, disables: true }

  const pause = PAUSES_MS[attempts]
  if (pause === undefined) return { isDelivered: false, disables: false }
  const dueAt = new Date(now.getTime() + Math.round(pause * (1 + JITTER * random)))
  return { isDelivered: false, disables: false, dueAt }
}
