import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'

builder.prismaNode('McpOwner', {
  name: 'Owner',
  description: 'Who publishes servers: a person or an organization.',
  id: { field: 'id' },
  nullable: true,
  findUnique: (id, { viewer }) => ({ id, AND: visibleTo(viewer).McpOwner }),
  fields: (t) => ({
    name: t.exposeString('name'),
    type: t.exposeString('type', { description: '`person` or `organization`.' }),
  }),
})
