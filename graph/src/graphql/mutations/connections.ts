import { endRefresh } from '../../connections/end-refresh.ts'
import { leaseRefresh } from '../../connections/lease-refresh.ts'
import { linkServer } from '../../connections/link-server.ts'
import { renewConnection } from '../../connections/renew-connection.ts'
import { syncTools } from '../../connections/sync-tools.ts'
import { unlinkServer } from '../../connections/unlink-server.ts'
import { builder } from '../builder.ts'
import { getId } from '../node-id.ts'
import { McpConnectionRef } from '../nodes/mcp-connection.ts'
import { findConnection, readConnection } from '../read.ts'
import { refusable, resultType } from '../result.ts'

const LinkServerInput = builder.inputType('LinkServerInput', {
  fields: (t) => ({
    serverId: t.id({ required: true }),
    issuer: t.string(),
    clientId: t.string(),
    scopes: t.stringList({ required: true }),
    tokenSet: t.string({ description: 'Sealed by the agent; null for an open server.' }),
    expiresAt: t.field({ type: 'DateTime' }),
  }),
})

const ConnectionToolInput = builder.inputType('ConnectionToolInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    title: t.string(),
    description: t.string(),
    inputSchema: t.field({ type: 'JSON', required: true }),
    outputSchema: t.field({ type: 'JSON' }),
    annotations: t.field({ type: 'JSON' }),
  }),
})

const SyncConnectionToolsInput = builder.inputType('SyncConnectionToolsInput', {
  fields: (t) => ({
    connectionId: t.id({ required: true }),
    tools: t.field({ type: [ConnectionToolInput], required: true }),
  }),
})

const RenewConnectionInput = builder.inputType('RenewConnectionInput', {
  fields: (t) => ({
    connectionId: t.id({ required: true }),
    lease: t.string({ required: true }),
    tokenSet: t.string({ required: true, description: 'Sealed by the agent.' }),
    scopes: t.stringList({ required: true }),
    expiresAt: t.field({ type: 'DateTime' }),
  }),
})

interface Changed {
  connectionId: string
}

const LinkServerResult = resultType<Changed>('LinkServer', (t) => ({
  connection: t.prismaField({
    type: McpConnectionRef,
    resolve: (query, { connectionId }, _args, context) =>
      readConnection(query, connectionId, context),
  }),
}))

const UnlinkServerResult = resultType<Changed>('UnlinkServer', (t) => ({
  connection: t.prismaField({
    type: McpConnectionRef,
    nullable: true,
    description: 'Null where its server was seen through it alone, and is seen no more.',
    resolve: (query, { connectionId }, _args, context) =>
      findConnection(query, connectionId, context),
  }),
}))

const SyncConnectionToolsResult = resultType<
  Changed & { added: string[]; removed: string[]; changed: string[] }
>('SyncConnectionTools', (t) => ({
  connection: t.prismaField({
    type: McpConnectionRef,
    resolve: (query, { connectionId }, _args, context) =>
      readConnection(query, connectionId, context),
  }),
  added: t.exposeStringList('added'),
  removed: t.exposeStringList('removed'),
  changed: t.exposeStringList('changed'),
}))

const LeaseConnectionRefreshResult = resultType<Changed & { lease: string | undefined }>(
  'LeaseConnectionRefresh',
  (t) => ({
    lease: t.exposeString('lease', {
      nullable: true,
      description: 'Null when another holds it, or the version moved on: read again.',
    }),
    connection: t.prismaField({
      type: McpConnectionRef,
      resolve: (query, { connectionId }, _args, context) =>
        readConnection(query, connectionId, context),
    }),
  }),
)

const RenewConnectionResult = resultType<Changed>('RenewConnection', (t) => ({
  connection: t.prismaField({
    type: McpConnectionRef,
    resolve: (query, { connectionId }, _args, context) =>
      readConnection(query, connectionId, context),
  }),
}))

const EndConnectionRefreshResult = resultType<Changed>('EndConnectionRefresh', (t) => ({
  connection: t.prismaField({
    type: McpConnectionRef,
    resolve: (query, { connectionId }, _args, context) =>
      readConnection(query, connectionId, context),
  }),
}))

builder.mutationFields((t) => ({
  linkServer: t.field({
    type: LinkServerResult,
    description: 'Records a grant that the agent obtained. Needs connections:write.',
    args: { input: t.arg({ type: LinkServerInput, required: true }) },
    resolve: (_root, { input }, context) =>
      refusable(async () =>
        linkServer(context, { ...input, serverId: getId('Server', input.serverId) }),
      ),
  }),
  unlinkServer: t.field({
    type: UnlinkServerResult,
    description: 'Ends a connection and deletes its tokens.',
    args: { connectionId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) => refusable(async () => unlinkServer(context, withUuid(args))),
  }),
  syncConnectionTools: t.field({
    type: SyncConnectionToolsResult,
    description: 'Replaces the tools of a connection by what `tools/list` gave.',
    args: { input: t.arg({ type: SyncConnectionToolsInput, required: true }) },
    resolve: (_root, { input }, context) =>
      refusable(async () => syncTools(context, withUuid(input))),
  }),
  leaseConnectionRefresh: t.field({
    type: LeaseConnectionRefreshResult,
    description: 'Takes the right to spend the refresh token of the version that was read.',
    args: {
      connectionId: t.arg.id({ required: true }),
      tokenVersion: t.arg.int({ required: true }),
    },
    resolve: (_root, args, context) => refusable(async () => leaseRefresh(context, withUuid(args))),
  }),
  renewConnection: t.field({
    type: RenewConnectionResult,
    description: 'Stores the token set that a refresh gave, and gives the lease back.',
    args: { input: t.arg({ type: RenewConnectionInput, required: true }) },
    resolve: (_root, { input }, context) =>
      refusable(async () => renewConnection(context, withUuid(input))),
  }),
  endConnectionRefresh: t.field({
    type: EndConnectionRefreshResult,
    description: 'Gives the lease back without a token set.',
    args: {
      connectionId: t.arg.id({ required: true }),
      lease: t.arg.string({ required: true }),
      needsSignIn: t.arg.boolean({ required: true }),
    },
    resolve: (_root, args, context) => refusable(async () => endRefresh(context, withUuid(args))),
  }),
}))

function withUuid<input extends { connectionId: string }>(input: input): input {
  return { ...input, connectionId: getId('McpConnection', input.connectionId) }
}
