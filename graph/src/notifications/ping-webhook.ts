import { assertWithin } from '../limits/assert-within.ts'
import { assertScope } from '../registry/viewer.ts'
import { deliver, DELIVERY_LEASE_MS } from './deliver.ts'
import { webhookNotFound } from './errors.ts'
import type { WebhooksContext } from './webhooks-context.ts'

/**
 * Sends a test to a webhook of the viewer's at once. One that was given up and takes it is in use again.
 *
 * @returns The delivery; where another one is under way, it follows by itself
 * @throws WebhookError, AccessError, LimitError
 */
export async function pingWebhook(
  context: WebhooksContext,
  { webhookId }: { webhookId: string },
): Promise<{ webhookId: string; deliveryId: string }> {
  const { webhooks, now } = context
  const viewer = assertScope(context.viewer, 'connections:write')
  await assertWithin(context, 'webhook')
  const deliveryId = await webhooks.ping(viewer, { id: webhookId, now: now() })
  if (deliveryId === undefined) throw webhookNotFound()

  const claim = { now: now(), leaseMs: DELIVERY_LEASE_MS, deliveryId }
  const claimed = await webhooks.claim(claim)
  if (claimed) await deliver(context, claimed)
  return { webhookId, deliveryId }
}
