import type { LimitContext } from '../limits/assert-within.ts'
import type { Registry } from '../registry/registry.ts'
import type { WebhookSender } from './webhook-sender.ts'
import type { WebhookStore } from './webhook-store.ts'

/** What calling webhooks works with. */
export interface DeliveryContext {
  readonly webhooks: WebhookStore
  readonly webhookSender: WebhookSender
  /** From which the keys of all webhooks follow. */
  readonly webhookSecret: string
  readonly now: () => Date
  /** Numbers from 0 to 1 (default: `Math.random`). */
  readonly random?: (() => number) | undefined
}

/** What the verbs about webhooks work with. */
export interface WebhooksContext extends DeliveryContext, LimitContext {
  readonly registry: Registry
}
