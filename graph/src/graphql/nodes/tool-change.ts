import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { ChangeKindEnum, ChangeSeverityEnum } from '../enums.ts'
import { ServerRef } from './server.ts'

const ToolChangeRef = builder.prismaNode('ToolChange', {
  description: 'What changed in one tool of a server, and how much it matters to who uses it.',
  id: { field: 'id' },
  select: { id: true },
  nullable: true,
  findUnique: (id, { viewer }) => ({ id, AND: visibleTo(viewer).ToolChange }),
  fields: (t) => ({
    toolName: t.exposeString('toolName'),
    kind: t.expose('kind', { type: ChangeKindEnum }),
    severity: t.expose('severity', { type: ChangeSeverityEnum }),
    detectedAt: t.expose('detectedAt', { type: 'DateTime' }),
    before: t.expose('before', {
      type: 'JSON',
      nullable: true,
      description: 'The whole definition before; null for a tool that is new.',
    }),
    after: t.expose('after', {
      type: 'JSON',
      nullable: true,
      description: 'The whole definition since; null for a tool that is gone.',
    }),
    server: t.relation('server'),
  }),
})

builder.prismaObjectField(ServerRef, 'toolChanges', (t) =>
  t.prismaConnection({
    type: ToolChangeRef,
    cursor: 'id',
    description: 'What changed in its tools, newest first; the newest 500 are kept.',
    args: { severity: t.arg({ type: [ChangeSeverityEnum] }) },
    resolve: (query, { id: serverId }, { severity }, { database, viewer }) =>
      database.toolChange.findMany({
        ...query,
        where: {
          serverId,
          AND: visibleTo(viewer).ToolChange,
          ...(severity ? { severity: { in: severity } } : {}),
        },
        orderBy: [{ detectedAt: 'desc' }, { id: 'desc' }],
      }),
  }),
)
