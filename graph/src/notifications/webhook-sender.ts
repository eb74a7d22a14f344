import type { DeliveryAttempt } from './webhook.ts'

/** The way out to the addresses of webhooks. */
export interface WebhookSender {
  /** Whether this address may be called at all. */
  isAllowed(url: string): boolean
  /** Posts a body. Whatever the address does is an attempt; follows no redirect. */
  send(
    url: string,
    request: { headers: Readonly<Record<string, string>>; body: string },
  ): Promise<DeliveryAttempt>
}
