import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { parseId } from '../node-id.ts'
import { HEALTH_SELECT, ServerHealthRef, toServerHealth } from '../nodes/server-health.ts'

builder.queryField('health', (t) =>
  t.field({
    type: ServerHealthRef,
    nullable: true,
    description: 'How a server is, and how it was; null when there is no such server.',
    args: { serverId: t.arg.id({ required: true }) },
    resolve: async (_root, args, { database, viewer }) => {
      const id = parseId('Server', args.serverId)
      const server =
        id &&
        (await database.mcpServer.findFirst({
          where: { id, AND: visibleTo(viewer).McpServer },
          select: HEALTH_SELECT,
        }))
      return server ? toServerHealth(server) : null
    },
  }),
)
