import type { Viewer } from '../registry/viewer.ts'
import type { AfterAttempt } from './after-attempt.ts'
import type { ClaimedDelivery, DeliveryAttempt } from './webhook.ts'

/** Keeps people's webhooks, and shares the work of calling them. */
export interface WebhookStore {
  /** Stores a webhook of this person; `undefined` where they have the most already. */
  register(
    viewer: Viewer,
    webhook: { url: string; topics: readonly string[]; serverId: string | undefined; now: Date },
  ): Promise<string | undefined>
  /** Deletes it with its deliveries; false where it is not this person's. */
  remove(viewer: Viewer, id: string): Promise<boolean>
  /** Appends a test delivery; `undefined` where the webhook is not this person's. */
  ping(viewer: Viewer, ping: { id: string; now: Date }): Promise<string | undefined>
  /**
   * Takes the delivery that is due longest, of a webhook at which no other is under way.
   *
   * @param claim `deliveryId`: this one, if it can be had
   */
  claim(claim: {
    now: Date
    leaseMs: number
    deliveryId?: string
  }): Promise<ClaimedDelivery | undefined>
  /** Stores how a try went. */
  settle(
    delivery: ClaimedDelivery,
    outcome: { attempt: DeliveryAttempt; after: AfterAttempt; now: Date },
  ): Promise<void>
}
