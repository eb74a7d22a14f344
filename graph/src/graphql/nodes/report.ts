import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { ReportReasonEnum, ReportStateEnum } from '../enums.ts'

/** A report as the graph shows it: to who made it, and to administrators. */
export const ReportRef = builder.prismaNode('AbuseReport', {
  name: 'Report',
  description: 'A report of a server; who made it and administrators see it.',
  id: { field: 'id' },
  nullable: true,
  select: { id: true, serverId: true },
  findUnique: (id, { viewer }) => ({ id, AND: visibleTo(viewer).AbuseReport }),
  fields: (t) => ({
    reporter: t.exposeString('reporter', {
      nullable: true,
      description: 'The subject who made it; null where the registry itself asks for a review.',
    }),
    reason: t.expose('reason', { type: ReportReasonEnum }),
    detail: t.exposeString('detail'),
    state: t.expose('state', { type: ReportStateEnum }),
    note: t.exposeString('note', { nullable: true, description: 'What was written to it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    settledAt: t.expose('settledAt', { type: 'DateTime', nullable: true }),
    server: t.prismaField({
      type: 'McpServer',
      nullable: true,
      description: 'The server, as far as the viewer may see it.',
      resolve: (query, { serverId }, _args, { database, viewer }) =>
        database.mcpServer.findFirst({
          ...query,
          where: { id: serverId, AND: visibleTo(viewer).McpServer },
        }),
    }),
  }),
})
