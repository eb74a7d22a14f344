import { toNameKey } from '../../registry/server.ts'
import { visibleTo } from '../../storage/visible-to.ts'
import { findByFormerName } from '../../storage/former-name.ts'
import { serverWhere } from '../../storage/server-filter.ts'
import { builder } from '../builder.ts'
import { parseId } from '../node-id.ts'
import { ServerRef } from '../nodes/server.ts'
import { ServerFilterInput } from './filter.ts'

builder.queryFields((t) => ({
  server: t.prismaField({
    type: ServerRef,
    nullable: true,
    description: 'One server, by its registry name (also one that it had before) or its id.',
    args: { name: t.arg.string(), id: t.arg.id() },
    resolve: async (query, _root, args, { database, viewer }) => {
      const id = args.id && parseId('Server', args.id)
      const find = (key: { id: string } | { nameKey: string }) =>
        database.mcpServer.findFirst({
          ...query,
          where: { ...key, AND: visibleTo(viewer).McpServer },
        })
      if (id) return find({ id })
      const name = args.name ?? ''
      const named = await find({ nameKey: toNameKey(name) })
      if (named) return named
      const renamed = await findByFormerName(database, viewer, name)
      return renamed === undefined ? null : find({ id: renamed })
    },
  }),
  servers: t.prismaConnection({
    type: ServerRef,
    cursor: 'id',
    description: 'Servers, newest first.',
    args: { filter: t.arg({ type: ServerFilterInput }) },
    totalCount: (_root, { filter }, { database, viewer }) =>
      database.mcpServer.count({
        where: { AND: [visibleTo(viewer).McpServer, serverWhere(filter)] },
      }),
    resolve: (query, _root, { filter }, { database, viewer }) =>
      database.mcpServer.findMany({
        ...query,
        where: { AND: [visibleTo(viewer).McpServer, serverWhere(filter)] },
        orderBy: [{ publishedAt: 'desc' }, { id: 'desc' }],
      }),
  }),
}))
