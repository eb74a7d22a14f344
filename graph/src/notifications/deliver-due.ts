import { deliver, DELIVERY_LEASE_MS } from './deliver.ts'
import type { ClaimedDelivery } from './webhook.ts'
import type { DeliveryContext } from './webhooks-context.ts'

/** How much is delivered at once. */
export interface DeliverDueOptions {
  /** Deliveries at the same time (default: 4). */
  readonly concurrency?: number
  /** Ends after so many (default: when nothing is due). */
  readonly limit?: number
  readonly signal?: AbortSignal | undefined
}

const DEFAULT_CONCURRENCY = 4

/**
 * Tries all deliveries that are due, several at a time, one of each webhook. A slow address holds up its own lane
 * until its deadline, and no other.
 *
 * @returns How many were tried
 */
export async function deliverDue(
  context: DeliveryContext,
  options: DeliverDueOptions = {},
): Promise<number> {
  const { concurrency = DEFAULT_CONCURRENCY, limit = Infinity, signal } = options
  let claimed = 0

  async function claimNext(): Promise<ClaimedDelivery | undefined> {
    if (claimed >= limit || signal?.aborted) return undefined
    claimed += 1
    const claim = { now: context.now(), leaseMs: DELIVERY_LEASE_MS }
    const delivery = await context.webhooks.claim(claim)
    if (!delivery) claimed -= 1
    return delivery
  }

  async function runLane(): Promise<void> {
    for (let delivery = await claimNext(); delivery; delivery = await claimNext())
      await deliver(context, delivery)
  }

  await Promise.all(Array.from({ length: concurrency }, runLane))
  return claimed
}
