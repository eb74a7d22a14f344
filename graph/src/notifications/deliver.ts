import { afterAttempt } from './after-attempt.ts'
import { signDelivery, webhookKey } from './sign-delivery.ts'
import type { ClaimedDelivery } from './webhook.ts'
import type { DeliveryContext } from './webhooks-context.ts'

/** The try, its writing, and room to spare. */
export const DELIVERY_LEASE_MS = 60_000

/** Tries a claimed delivery once, and stores how it went. */
export async function deliver(context: DeliveryContext, delivery: ClaimedDelivery): Promise<void> {
  const { webhooks, webhookSender, webhookSecret, now, random = Math.random } = context
  const { id, webhookId, url, payload } = delivery
  const body = JSON.stringify(payload)
  const key = await webhookKey(webhookSecret, webhookId)
  // The same id with each try: who receives it twice can tell.
  const signed = await signDelivery(key, { id: `msg_${id}`, now: now(), body })
  const headers = { 'content-type': 'application/json', 'user-agent': 'toolgraph', ...signed }
  const attempt = await webhookSender.send(url, { headers, body })
  const after = afterAttempt(delivery, attempt, { now: now(), random: random() })
  await webhooks.settle(delivery, { attempt, after, now: now() })
}
