import { webhookKey } from '../../notifications/sign-delivery.ts'
import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { encodeNodeId } from '../node-id.ts'
import { ServerRef } from './server.ts'
import { ViewerRef } from './viewer.ts'

/** A delivery as the graph shows it. */
export const WebhookDeliveryRef = builder.prismaObject('WebhookDelivery', {
  description: 'One call of a webhook, with all its tries.',
  select: { id: true },
  fields: (t) => ({
    id: t.id({
      select: { id: true },
      resolve: ({ id }) => encodeNodeId('WebhookDelivery', id),
    }),
    topic: t.exposeString('topic'),
    payload: t.expose('payload', { type: 'JSON', description: 'The body, as it is sent.' }),
    attempts: t.exposeInt('attempts'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    deliveredAt: t.expose('deliveredAt', { type: 'DateTime', nullable: true }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried next; null: it is over.',
    }),
    httpStatus: t.exposeInt('httpStatus', {
      nullable: true,
      description: 'What the last try was answered.',
    }),
    problem: t.exposeString('problem', {
      nullable: true,
      description: 'Why the last try had no answer: `ERR_TIMEOUT`, `ERR_UNREACHABLE`, …',
    }),
  }),
})

/** A webhook as the graph shows it, to its person alone. */
export const WebhookRef = builder.prismaObject('Webhook', {
  description: 'An address that is called when something happens (Standard Webhooks).',
  select: { id: true },
  fields: (t) => ({
    id: t.id({ select: { id: true }, resolve: ({ id }) => encodeNodeId('Webhook', id) }),
    url: t.exposeString('url'),
    topics: t.exposeStringList('topics'),
    key: t.string({
      authScopes: { scope: 'connections:write' },
      description: 'The key of its signatures, `whsec_…`.',
      select: { id: true },
      resolve: ({ id }, _args, { webhookSecret }) => webhookKey(webhookSecret, id),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    failingSince: t.expose('failingSince', { type: 'DateTime', nullable: true }),
    disabledAt: t.expose('disabledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was given up. A ping that it takes puts it in use again.',
    }),
    server: t.prismaField({
      type: ServerRef,
      nullable: true,
      description: 'Whose events it hears; null: of all servers that are theirs or linked.',
      select: { serverId: true },
      resolve: (query, { serverId }, _args, { database, viewer }) =>
        serverId === null
          ? null
          : database.mcpServer.findFirst({
              ...query,
              where: { id: serverId, AND: visibleTo(viewer).McpServer },
            }),
    }),
    deliveries: t.prismaConnection({
      type: WebhookDeliveryRef,
      cursor: 'id',
      description: 'Calls, newest first; kept for two weeks.',
      resolve: (query, { id: webhookId }, _args, { database, viewer }) =>
        database.webhookDelivery.findMany({
          ...query,
          where: { webhookId, AND: visibleTo(viewer).WebhookDelivery },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        }),
    }),
  }),
})

builder.objectField(ViewerRef, 'webhooks', (t) =>
  t.prismaField({
    type: [WebhookRef],
    authScopes: { scope: 'connections:read' },
    resolve: (query, _viewer, _args, { database, viewer }) =>
      database.webhook.findMany({
        ...query,
        where: visibleTo(viewer).Webhook,
        orderBy: { createdAt: 'asc' },
      }),
  }),
)
