import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { encodeNodeId } from '../node-id.ts'
import { ServerRef } from './server.ts'
import { ViewerRef } from './viewer.ts'

/** A notification as the graph shows it. */
export const NotificationRef = builder.prismaObject('Notification', {
  description: 'What a person is told, and nobody else.',
  select: { id: true },
  fields: (t) => ({
    id: t.id({
      select: { id: true },
      resolve: ({ id }) => encodeNodeId('Notification', id),
    }),
    kind: t.exposeString('kind', {
      description:
        'Such as `server_failing`, `server_recovered`, `server_withdrawn`, `sign_in_needed`, `tools_changed` or `webhook_disabled`.',
    }),
    payload: t.expose('payload', { type: 'JSON', description: 'What the kind needs besides.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    readAt: t.expose('readAt', { type: 'DateTime', nullable: true }),
    server: t.prismaField({
      type: ServerRef,
      nullable: true,
      description: 'The server that it is about, as long as the viewer may see it.',
      select: { serverId: true },
      resolve: (query, { serverId }, _args, { database, viewer }) =>
        serverId === null
          ? null
          : database.mcpServer.findFirst({
              ...query,
              where: { id: serverId, AND: visibleTo(viewer).McpServer },
            }),
    }),
  }),
})

builder.objectFields(ViewerRef, (t) => ({
  notifications: t.prismaConnection({
    type: NotificationRef,
    cursor: 'id',
    authScopes: { scope: 'connections:read' },
    description: 'What they were told, newest first; kept for three months.',
    args: { unreadOnly: t.arg.boolean({ required: true, defaultValue: false }) },
    resolve: (query, _viewer, { unreadOnly }, { database, viewer }) =>
      database.notification.findMany({
        ...query,
        where: { AND: visibleTo(viewer).Notification, ...(unreadOnly ? { readAt: null } : {}) },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      }),
  }),
  unreadCount: t.int({
    authScopes: { scope: 'connections:read' },
    description: 'Notifications that they have not read.',
    resolve: (_viewer, _args, { database, viewer }) =>
      database.notification.count({
        where: { AND: visibleTo(viewer).Notification, readAt: null },
      }),
  }),
  mutedNotifications: t.stringList({
    authScopes: { scope: 'connections:read' },
    description: 'The kinds of notifications that they do not want.',
    resolve: async ({ subject }, _args, { notifications }) => [
      ...(await notifications.mutedKinds(subject)),
    ],
  }),
}))
