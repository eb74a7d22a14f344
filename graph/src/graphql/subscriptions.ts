import * as z from 'zod'
import type { GraphContext } from '../context.ts'
import { visibleTo } from '../storage/visible-to.ts'
import { builder } from './builder.ts'
import { parseId } from './node-id.ts'
import { HealthReadingRef } from './nodes/health-reading.ts'
import { McpConnectionRef } from './nodes/mcp-connection.ts'
import { ServerRef, toHealthReading } from './nodes/server.ts'
import { readConnection, readServer } from './read.ts'

interface HealthChangedShape {
  serverId: string
  reading: typeof HealthReadingRef.$inferType
}

const HealthChanged = builder.objectRef<HealthChangedShape>('HealthChanged').implement({
  fields: (t) => ({
    server: t.prismaField({
      type: ServerRef,
      resolve: (query, { serverId }, _args, context) => readServer(query, serverId, context),
    }),
    reading: t.expose('reading', { type: HealthReadingRef }),
  }),
})

interface ConnectionChangedShape {
  kind: string
  connectionId: string
}

const ConnectionChanged = builder.objectRef<ConnectionChangedShape>('ConnectionChanged').implement({
  fields: (t) => ({
    kind: t.exposeString('kind', {
      description: '`linked`, `synced`, `renewed`, `needs_sign_in` or `ended`.',
    }),
    connection: t.prismaField({
      type: McpConnectionRef,
      resolve: (query, { connectionId }, _args, context) =>
        readConnection(query, connectionId, context),
    }),
  }),
})

builder.subscriptionFields((t) => ({
  healthChanged: t.field({
    type: HealthChanged,
    description: 'Health changes of all servers, or of one.',
    args: { serverId: t.arg.id() },
    subscribe: (_root, { serverId }, context) =>
      hearHealth(context, serverId ? parseId('Server', serverId) : undefined),
    resolve: (change) => change,
  }),
  connectionChanged: t.field({
    type: ConnectionChanged,
    authScopes: { scope: 'connections:read' },
    description: "The viewer's connections: linked, synced, renewed, needs sign-in, ended.",
    subscribe: (_root, _args, context) => hearConnections(context),
    resolve: (change) => change,
  }),
}))

/** The event tells which server; what it is like now is read, as far as this viewer may see it. */
async function* hearHealth(
  { events, database, viewer, signal }: GraphContext,
  serverId: string | undefined,
): AsyncGenerator<HealthChangedShape> {
  for await (const event of events.subscribe({ topics: ['health'], serverId, signal })) {
    if (event.serverId === undefined) continue
    const row = await database.mcpServer.findFirst({
      where: { id: event.serverId, AND: visibleTo(viewer).McpServer },
    })
    if (row) yield { serverId: row.id, reading: toHealthReading(row) }
  }
}

const connectionEventSchema = z.object({ kind: z.string(), connectionId: z.uuid() })

async function* hearConnections({
  events,
  viewer,
  signal,
}: GraphContext): AsyncGenerator<ConnectionChangedShape> {
  if (!viewer) return
  const { subject } = viewer
  for await (const { payload } of events.subscribe({ topics: ['connection'], subject, signal })) {
    const change = connectionEventSchema.safeParse(payload)
    if (change.success) yield change.data
  }
}
