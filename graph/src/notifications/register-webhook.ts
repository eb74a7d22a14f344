import { assertWithin } from '../limits/assert-within.ts'
import { serverNotFound } from '../registry/errors.ts'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import { tooManyWebhooks, webhookUrlForbidden } from './errors.ts'
import { MAX_WEBHOOKS, registerWebhookSchema } from './webhook.ts'
import type { WebhooksContext } from './webhooks-context.ts'

/**
 * Registers an address that is called when something happens to a server that the viewer may see, or, without one,
 * to any that is theirs or that they are linked to.
 *
 * @throws RegistryError, WebhookError, AccessError, LimitError
 */
export async function registerWebhook(
  context: WebhooksContext,
  input: unknown,
): Promise<{ webhookId: string }> {
  const { registry, webhooks, webhookSender, now } = context
  const viewer = assertScope(context.viewer, 'connections:write')
  const webhook = parseInput(registerWebhookSchema, input, 'the webhook')
  if (!webhookSender.isAllowed(webhook.url)) throw webhookUrlForbidden()
  await assertWithin(context, 'webhook')

  const { serverId } = webhook
  if (serverId !== undefined && (await registry.findSummaries(viewer, [serverId])).length === 0)
    throw serverNotFound(serverId)
  const webhookId = await webhooks.register(viewer, { ...webhook, now: now() })
  if (webhookId === undefined) throw tooManyWebhooks(MAX_WEBHOOKS)
  return { webhookId }
}
