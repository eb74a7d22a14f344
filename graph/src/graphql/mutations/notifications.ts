import type { GraphContext } from '../../context.ts'
import { markNotificationsRead } from '../../notifications/mark-notifications-read.ts'
import { muteNotifications } from '../../notifications/mute-notifications.ts'
import { pingWebhook } from '../../notifications/ping-webhook.ts'
import { registerWebhook } from '../../notifications/register-webhook.ts'
import { removeWebhook } from '../../notifications/remove-webhook.ts'
import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { encodeNodeId, getId } from '../node-id.ts'
import { WebhookDeliveryRef, WebhookRef } from '../nodes/webhook.ts'
import { refusable, resultType } from '../result.ts'

const RegisterWebhookInput = builder.inputType('RegisterWebhookInput', {
  fields: (t) => ({
    url: t.string({ required: true, description: 'An https address.' }),
    topics: t.stringList({
      required: true,
      description: 'Of `health`, `incident`, `tools` and `server`.',
    }),
    serverId: t.id({ description: 'Default: all servers that are theirs or linked.' }),
  }),
})

const MarkNotificationsReadResult = resultType<object>('MarkNotificationsRead', (t) => ({
  unreadCount: t.int({
    resolve: (_result, _args, { database, viewer }) =>
      database.notification.count({ where: { AND: visibleTo(viewer).Notification, readAt: null } }),
  }),
}))

const MuteNotificationsResult = resultType<{ kinds: string[] }>('MuteNotifications', (t) => ({
  kinds: t.exposeStringList('kinds'),
}))

const RegisterWebhookResult = resultType<{ webhookId: string }>('RegisterWebhook', (t) => ({
  webhook: t.prismaField({
    type: WebhookRef,
    resolve: (query, { webhookId }, _args, context) => readWebhook(query, webhookId, context),
  }),
}))

const RemoveWebhookResult = resultType<{ webhookId: string }>('RemoveWebhook', (t) => ({
  webhookId: t.id({ resolve: ({ webhookId }) => encodeNodeId('Webhook', webhookId) }),
}))

const PingWebhookResult = resultType<{ webhookId: string; deliveryId: string }>(
  'PingWebhook',
  (t) => ({
    webhook: t.prismaField({
      type: WebhookRef,
      resolve: (query, { webhookId }, _args, context) => readWebhook(query, webhookId, context),
    }),
    delivery: t.prismaField({
      type: WebhookDeliveryRef,
      resolve: (query, { deliveryId: id }, _args, { database, viewer }) =>
        database.webhookDelivery.findFirstOrThrow({
          ...query,
          where: { id, AND: visibleTo(viewer).WebhookDelivery },
        }),
    }),
  }),
)

builder.mutationFields((t) => ({
  markNotificationsRead: t.field({
    type: MarkNotificationsReadResult,
    description: 'Marks notifications as read: these, or all. Needs connections:write.',
    args: { ids: t.arg.idList() },
    resolve: (_root, { ids }, context) =>
      refusable(async () => {
        const uuids = ids?.map((id) => getId('Notification', id))
        await markNotificationsRead(context, { ids: uuids })
        return {}
      }),
  }),
  muteNotifications: t.field({
    type: MuteNotificationsResult,
    description:
      'Says which kinds of notifications are not wanted from now on. Needs connections:write.',
    args: { kinds: t.arg.stringList({ required: true }) },
    resolve: (_root, { kinds }, context) => refusable(() => muteNotifications(context, { kinds })),
  }),
  registerWebhook: t.field({
    type: RegisterWebhookResult,
    description:
      'Registers an address that is called when something happens. Needs connections:write.',
    args: { input: t.arg({ type: RegisterWebhookInput, required: true }) },
    resolve: (_root, { input: { serverId, ...input } }, context) =>
      refusable(async () =>
        registerWebhook(context, {
          ...input,
          ...(serverId ? { serverId: getId('Server', serverId) } : {}),
        }),
      ),
  }),
  removeWebhook: t.field({
    type: RemoveWebhookResult,
    description: 'Deletes a webhook with the log of its deliveries. Needs connections:write.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) =>
      refusable(async () => {
        const webhookId = getId('Webhook', id)
        await removeWebhook(context, { webhookId })
        return { webhookId }
      }),
  }),
  pingWebhook: t.field({
    type: PingWebhookResult,
    description: 'Sends a test to a webhook at once. Needs connections:write.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) =>
      refusable(async () => pingWebhook(context, { webhookId: getId('Webhook', id) })),
  }),
}))

function readWebhook<query extends object>(
  query: query,
  id: string,
  { database, viewer }: GraphContext,
) {
  return database.webhook.findFirstOrThrow({
    ...query,
    where: { id, AND: visibleTo(viewer).Webhook },
  })
}
