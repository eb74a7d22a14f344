import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { HealthStateEnum, IncidentEndEnum } from '../enums.ts'
import { ServerRef } from './server.ts'

const IncidentRef = builder.prismaNode('Incident', {
  description:
    'A time in which a server failed: from the first of two failing readings in a row to a good one, or until it is gone.',
  id: { field: 'id' },
  select: { id: true },
  nullable: true,
  findUnique: (id, { viewer }) => ({ id, AND: visibleTo(viewer).Incident }),
  fields: (t) => ({
    state: t.expose('state', { type: HealthStateEnum, description: 'How it began.' }),
    detail: t.exposeString('detail', { nullable: true }),
    openedAt: t.expose('openedAt', { type: 'DateTime' }),
    closedAt: t.expose('closedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Null: it is not over.',
    }),
    closedBy: t.expose('closedBy', { type: IncidentEndEnum, nullable: true }),
    server: t.relation('server'),
  }),
})

builder.prismaObjectField(ServerRef, 'incidents', (t) =>
  t.prismaConnection({
    type: IncidentRef,
    cursor: 'id',
    description: 'Times in which it failed, newest first.',
    resolve: (query, { id: serverId }, _args, { database, viewer }) =>
      database.incident.findMany({
        ...query,
        where: { serverId, AND: visibleTo(viewer).Incident },
        orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
      }),
  }),
)
