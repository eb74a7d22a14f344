import { assertScope } from '../registry/viewer.ts'
import { webhookNotFound } from './errors.ts'
import type { WebhooksContext } from './webhooks-context.ts'

/**
 * Deletes a webhook of the viewer's, with the log of its deliveries.
 *
 * @throws WebhookError, AccessError
 */
export async function removeWebhook(
  { viewer: anyone, webhooks }: Pick<WebhooksContext, 'viewer' | 'webhooks'>,
  { webhookId }: { webhookId: string },
): Promise<void> {
  const viewer = assertScope(anyone, 'connections:write')
  if (!(await webhooks.remove(viewer, webhookId))) throw webhookNotFound()
}
