import type { Prisma } from '@toolgraph/database'
import { visibleTo } from '../../storage/visible-to.ts'
import type { GraphContext } from '../../context.ts'
import { builder, MAX_PAGE_SIZE } from '../builder.ts'
import { MemberRoleEnum } from '../enums.ts'
import { AuditEventRef, AuditFilterInput, listAuditEvents } from './audit-event.ts'

/** Who publishes servers, as the graph shows them. */
export const OwnerRef = builder.prismaNode('McpOwner', {
  name: 'Owner',
  description: 'Who publishes servers: a person or an organization.',
  id: { field: 'id' },
  nullable: true,
  select: { id: true },
  findUnique: (id, { viewer }) => ({ id, AND: visibleTo(viewer).McpOwner }),
  fields: (t) => ({
    name: t.exposeString('name'),
    type: t.exposeString('type', { description: '`person` or `organization`.' }),
    slug: t.exposeString('slug', {
      nullable: true,
      description: 'The word that names an organization; it never changes. Null for a person.',
    }),
    contact: t.exposeString('contact', { nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    role: t.field({
      type: MemberRoleEnum,
      nullable: true,
      description: "The viewer's role here; null for who is not in it.",
      select: (_args, { viewer }, nestedSelection) => ({
        subject: true,
        members: nestedSelection({
          where: { AND: visibleTo(viewer).McpOwnerMember, subject: viewer?.subject ?? '' },
          select: { role: true },
        }),
      }),
      resolve: ({ subject, members: [member] }, _args, { viewer }) =>
        member?.role ?? (subject !== null && subject === viewer?.subject ? 'owner' : null),
    }),
    members: t.relation('members', {
      authScopes: { scope: 'owners:read' },
      description: 'Who is in it, for who is in it, too.',
      query: (_args, { viewer }) => ({
        where: visibleTo(viewer).McpOwnerMember,
        orderBy: [{ createdAt: 'asc' }, { subject: 'asc' }],
      }),
    }),
    invitations: t.relation('invitations', {
      authScopes: { scope: 'owners:read' },
      description: 'Links that nobody has used yet, for those who may make them.',
      query: (_args, { viewer, now }) => ({
        where: {
          AND: visibleTo(viewer).McpInvitation,
          acceptedAt: null,
          revokedAt: null,
          expiresAt: { gt: now() },
        },
        orderBy: { createdAt: 'desc' },
      }),
    }),
    namespaces: t.relation('namespaces', {
      description: 'Its namespaces; those that are not proven are for who is in it.',
      query: (_args, { viewer }) => ({
        where: visibleTo(viewer).McpNamespace,
        orderBy: { namespace: 'asc' },
      }),
    }),
    incomingTransfers: t.relation('incomingTransfers', {
      description: 'Servers that are offered to it, the newest hundred.',
      query: (_args, context) => openTransfers(context),
    }),
    outgoingTransfers: t.relation('outgoingTransfers', {
      description: 'Servers that it offers to others.',
      query: (_args, context) => openTransfers(context),
    }),
    servers: t.prismaConnection({
      type: 'McpServer',
      cursor: 'id',
      description: 'Its servers that the viewer may see, newest first; withdrawn ones, too.',
      totalCount: ({ id }, _args, { database, viewer }) =>
        database.mcpServer.count({ where: { ownerId: id, AND: visibleTo(viewer).McpServer } }),
      resolve: (query, { id }, _args, { database, viewer }) =>
        database.mcpServer.findMany({
          ...query,
          where: { ownerId: id, AND: visibleTo(viewer).McpServer },
          orderBy: [{ publishedAt: 'desc' }, { id: 'desc' }],
        }),
    }),
    auditEvents: t.connection({
      type: AuditEventRef,
      authScopes: { scope: 'owners:read' },
      description: 'What was changed, newest first, for its owners and admins.',
      args: { filter: t.arg({ type: AuditFilterInput }) },
      resolve: ({ id }, args, context) => listAuditEvents(id, args, context),
    }),
  }),
})

function openTransfers({ viewer, now }: GraphContext) {
  const where: Prisma.McpServerTransferWhereInput = {
    AND: visibleTo(viewer).McpServerTransfer,
    state: 'offered',
    expiresAt: { gt: now() },
  }
  return { where, orderBy: { createdAt: 'desc' }, take: MAX_PAGE_SIZE } as const
}
