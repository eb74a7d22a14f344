import { builder } from './builder.ts'
import { HealthReadingRef } from './nodes/health-reading.ts'
import { McpConnectionRef } from './nodes/mcp-connection.ts'
import { ServerRef } from './nodes/server.ts'
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
    subscribe: (): AsyncIterable<HealthChangedShape> => {
      throw new Error('soon')
    },
    resolve: (change) => change,
  }),
  connectionChanged: t.field({
    type: ConnectionChanged,
    description: "The viewer's connections: linked, synced, renewed, needs sign-in, ended.",
    subscribe: (): AsyncIterable<ConnectionChangedShape> => {
      throw new Error('soon')
    },
    resolve: (change) => change,
  }),
}))
