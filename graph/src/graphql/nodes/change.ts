import * as z from 'zod'
import { healthStateSchema } from '../../registry/server-record.ts'
import { toEvidence } from '../../storage/evidence.ts'
import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { ChangeKindEnum, ChangeSeverityEnum } from '../enums.ts'
import { encodeNodeId } from '../node-id.ts'
import { findConnection, readServer } from '../read.ts'
import { HealthReadingRef } from './health-reading.ts'
import { McpConnectionRef } from './mcp-connection.ts'
import { NotificationRef } from './notification.ts'
import { ServerRef } from './server.ts'

/** What every change has. */
interface ChangeShape {
  cursor: string
}

interface ServerChangeShape extends ChangeShape {
  serverId: string
}

const CURSOR = 'Give it as `after` to hear all that follows, some of it perhaps again.'

/** As its subscribers hear it. */
export interface HealthChangedShape extends ServerChangeShape {
  reading: typeof HealthReadingRef.$inferType
}

/** A change as the graph shows it. */
export const HealthChanged = builder.objectRef<HealthChangedShape>('HealthChanged').implement({
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: CURSOR }),
    server: t.prismaField({
      type: ServerRef,
      resolve: (query, { serverId }, _args, context) => readServer(query, serverId, context),
    }),
    reading: t.expose('reading', { type: HealthReadingRef }),
  }),
})

/** What an event says of a server's health: the reading of then. */
export const healthSchema = z.object({
  reading: z.object({
    state: healthStateSchema,
    checkedAt: z.coerce.date(),
    latencyMs: z.int().optional(),
    protocolEra: z.string().optional(),
    toolCount: z.int().optional(),
    detail: z.string().optional(),
    evidence: z.unknown().optional().transform(toEvidence),
  }),
})

/** What an event says of changed tools. */
export const changesSchema = z.object({
  changes: z.array(
    z.object({
      toolName: z.string(),
      kind: z.enum(['added', 'removed', 'changed']),
      severity: z.enum(['none', 'notice', 'warning', 'breaking']),
    }),
  ),
})

type ChangedTool = z.output<typeof changesSchema>['changes'][number]

const ChangedToolRef = builder.objectRef<ChangedTool>('ChangedTool').implement({
  description: "A tool that changed. Its name is the server's word.",
  fields: (t) => ({
    toolName: t.exposeString('toolName'),
    kind: t.expose('kind', { type: ChangeKindEnum }),
    severity: t.expose('severity', { type: ChangeSeverityEnum }),
  }),
})

/** As its subscribers hear it. */
export interface ToolsChangedShape extends ServerChangeShape {
  changes: ChangedTool[]
}

/** A change as the graph shows it. */
export const ToolsChanged = builder.objectRef<ToolsChangedShape>('ToolsChanged').implement({
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: CURSOR }),
    server: t.prismaField({
      type: ServerRef,
      resolve: (query, { serverId }, _args, context) => readServer(query, serverId, context),
    }),
    changes: t.expose('changes', { type: [ChangedToolRef] }),
  }),
})

/** As its subscribers hear it. */
export interface ServerChangedShape extends ServerChangeShape {
  kind: string
}

/** A change as the graph shows it. */
export const ServerChanged = builder.objectRef<ServerChangedShape>('ServerChanged').implement({
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: CURSOR }),
    kind: t.exposeString('kind', {
      description: 'Such as `published`, `updated`, `renamed`, `transferred` or `withdrawn`.',
    }),
    server: t.prismaField({
      type: ServerRef,
      description:
        'As it is now; of one that is withdrawn, what a list of withdrawn servers tells.',
      resolve: (query, { serverId: id }, _args, { database, viewer }) =>
        database.mcpServer.findFirstOrThrow({
          ...query,
          where: { id, AND: visibleTo(viewer, { withTombstones: true }).McpServer },
        }),
    }),
  }),
})

/** As its subscribers hear it. */
export interface ConnectionChangedShape extends ChangeShape {
  kind: string
  connectionId: string
}

/** A change as the graph shows it. */
export const ConnectionChanged = builder
  .objectRef<ConnectionChangedShape>('ConnectionChanged')
  .implement({
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: CURSOR }),
      kind: t.exposeString('kind', {
        description: '`linked`, `synced`, `renewed`, `needs_sign_in` or `ended`.',
      }),
      connectionId: t.id({
        resolve: ({ connectionId }) => encodeNodeId('McpConnection', connectionId),
      }),
      connection: t.prismaField({
        type: McpConnectionRef,
        nullable: true,
        description:
          'As it is now. Null where it has ended, and its server was seen through it alone.',
        resolve: (query, { connectionId }, _args, context) =>
          findConnection(query, connectionId, context),
      }),
    }),
  })

/** As its subscribers hear it. */
export interface NotificationAddedShape extends ChangeShape {
  notificationId: string
}

/** A change as the graph shows it. */
export const NotificationAdded = builder
  .objectRef<NotificationAddedShape>('NotificationAdded')
  .implement({
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: CURSOR }),
      notification: t.prismaField({
        type: NotificationRef,
        resolve: (query, { notificationId: id }, _args, { database, viewer }) =>
          database.notification.findFirstOrThrow({
            ...query,
            where: { id, AND: visibleTo(viewer).Notification },
          }),
      }),
    }),
  })
