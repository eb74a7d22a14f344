import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { MemberRoleEnum, TransferStateEnum } from '../enums.ts'
import { encodeNodeId } from '../node-id.ts'

builder.prismaObject('McpOwnerMember', {
  name: 'Member',
  description: 'Somebody in an organization; only its members see them.',
  select: { ownerId: true, subject: true },
  fields: (t) => ({
    subject: t.exposeString('subject', { description: 'Who it is, as the issuer names them.' }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'The display name, where the issuer told it.',
    }),
    role: t.expose('role', { type: MemberRoleEnum }),
    since: t.expose('createdAt', { type: 'DateTime' }),
  }),
})

builder.prismaObject('McpInvitation', {
  name: 'Invitation',
  description: 'A link by which somebody becomes a member. Its token was told once.',
  select: { id: true },
  fields: (t) => ({
    id: t.id({
      resolve: ({ id }) => encodeNodeId('Invitation', id),
    }),
    role: t.expose('role', { type: MemberRoleEnum }),
    invitedBy: t.exposeString('invitedBy', { description: 'The subject who made it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
  }),
})

/** An offer of a server to another owner, as the owners and admins of both sides see it. */
export const ServerTransferRef = builder.prismaNode('McpServerTransfer', {
  name: 'ServerTransfer',
  description: 'An offer of a server to another owner; owners and admins of both sides see it.',
  id: { field: 'id' },
  nullable: true,
  select: { id: true },
  findUnique: (id, { viewer }) => ({ id, AND: visibleTo(viewer).McpServerTransfer }),
  fields: (t) => ({
    serverName: t.string({
      description: 'Told to both sides, also where the receiving one may not see the server yet.',
      select: { server: { select: { name: true } } },
      resolve: ({ server }) => server.name,
    }),
    server: t.prismaField({
      type: 'McpServer',
      nullable: true,
      select: { serverId: true },
      resolve: (query, { serverId: id }, _args, { database, viewer }) =>
        database.mcpServer.findFirst({
          ...query,
          where: { id, AND: visibleTo(viewer).McpServer },
        }),
    }),
    from: t.prismaField({
      type: 'McpOwner',
      nullable: true,
      select: { fromOwnerId: true },
      resolve: (query, { fromOwnerId: id }, _args, { database, viewer }) =>
        database.mcpOwner.findFirst({ ...query, where: { id, AND: visibleTo(viewer).McpOwner } }),
    }),
    to: t.prismaField({
      type: 'McpOwner',
      nullable: true,
      select: { toOwnerId: true },
      resolve: (query, { toOwnerId: id }, _args, { database, viewer }) =>
        database.mcpOwner.findFirst({ ...query, where: { id, AND: visibleTo(viewer).McpOwner } }),
    }),
    state: t.field({
      type: TransferStateEnum,
      select: { state: true, expiresAt: true },
      resolve: ({ state, expiresAt }, _args, { now }) =>
        state === 'offered' && expiresAt <= now() ? 'expired' : state,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
  }),
})
