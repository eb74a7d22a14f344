import * as z from 'zod'
import { optional } from '../registry/tool.ts'

/** What a webhook may hear of. */
export const WEBHOOK_TOPICS = ['health', 'incident', 'tools', 'server'] as const

/** The most webhooks that one person may have. */
export const MAX_WEBHOOKS = 20

/** What `register` takes. */
export const registerWebhookSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2048),
  topics: z.array(z.enum(WEBHOOK_TOPICS)).min(1).max(WEBHOOK_TOPICS.length),
  serverId: optional(z.uuid()),
})

/** A delivery that this process, and no other, may try until the lease ends. */
export interface ClaimedDelivery {
  readonly id: string
  readonly webhookId: string
  readonly url: string
  readonly payload: unknown
  /** Tries before this one. */
  readonly attempts: number
  /** Since when no delivery of this webhook succeeded. */
  readonly failingSince: Date | null
  /** Also names the claim. */
  readonly leaseUntil: Date
}

/** How a try went: the status of the answer, or why there was none. */
export interface DeliveryAttempt {
  readonly httpStatus?: number | undefined
  readonly problem?: string | undefined
}
