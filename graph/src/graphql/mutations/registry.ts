import { probeServer } from '../../health/probe-server.ts'
import { publishServer } from '../../registry/publish-server.ts'
import { renameServer } from '../../registry/rename-server.ts'
import { restoreServer } from '../../registry/restore-server.ts'
import { updateServer } from '../../registry/update-server.ts'
import { withdrawServer } from '../../registry/withdraw-server.ts'
import { builder } from '../builder.ts'
import { VisibilityEnum } from '../enums.ts'
import { getId } from '../node-id.ts'
import { HealthReadingRef } from '../nodes/health-reading.ts'
import { ServerRef } from '../nodes/server.ts'
import { findServer, readServer } from '../read.ts'
import { refusable, resultType } from '../result.ts'

const ServerScopeInput = builder.inputType('ServerScopeInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    description: t.string({ required: true }),
    descriptions: t.field({ type: 'JSON', description: '`{ ja: "…" }`' }),
  }),
})

const ToolInput = builder.inputType('ToolInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    title: t.string(),
    description: t.string({ required: true }),
    inputSchema: t.field({ type: 'JSON', required: true }),
    outputSchema: t.field({ type: 'JSON' }),
    annotations: t.field({ type: 'JSON' }),
    icons: t.field({ type: 'JSON', description: '`[{ src, mimeType, sizes, theme }]`' }),
    scopes: t.stringList(),
    translations: t.field({
      type: 'JSON',
      description:
        '`{ ja: { title, description, fields: { room: { title, description, options } } } }`',
    }),
  }),
})

const PublishServerInput = builder.inputType('PublishServerInput', {
  description: 'What a server says of itself.',
  fields: (t) => ({
    name: t.string({ required: true }),
    version: t.string({ required: true }),
    title: t.string({ required: true }),
    description: t.string({ required: true }),
    url: t.string({ description: 'Its MCP endpoint, the resource that its tokens are for.' }),
    websiteUrl: t.string(),
    repositoryUrl: t.string(),
    icons: t.field({ type: 'JSON', description: '`[{ src, mimeType, sizes, theme }]`' }),
    tags: t.stringList(),
    categories: t.stringList(),
    region: t.string(),
    visibility: t.field({ type: VisibilityEnum }),
    translations: t.field({ type: 'JSON', description: '`{ ja: { title, description } }`' }),
    scopes: t.field({ type: [ServerScopeInput] }),
    tools: t.field({ type: [ToolInput] }),
    owner: t.string({
      description: 'The slug or id of an organization of yours to publish for (default: yourself).',
    }),
  }),
})

const UpdateServerInput = builder.inputType('UpdateServerInput', {
  description: 'What changes; a field that is left out or null stays.',
  fields: (t) => ({
    serverId: t.id({ required: true }),
    title: t.string(),
    description: t.string(),
    tags: t.stringList(),
    categories: t.stringList(),
    region: t.string(),
    visibility: t.field({ type: VisibilityEnum }),
    websiteUrl: t.string(),
    repositoryUrl: t.string(),
    translations: t.field({ type: 'JSON' }),
  }),
})

const PublishServerResult = resultType<{ serverId: string; created: boolean }>(
  'PublishServer',
  (t) => ({
    server: t.prismaField({
      type: ServerRef,
      resolve: (query, { serverId }, _args, context) => readServer(query, serverId, context),
    }),
    created: t.exposeBoolean('created'),
  }),
)

const UpdateServerResult = resultType<{ serverId: string }>('UpdateServer', (t) => ({
  server: t.prismaField({
    type: ServerRef,
    resolve: (query, { serverId }, _args, context) => readServer(query, serverId, context),
  }),
}))

const WithdrawServerResult = resultType<{ serverId: string }>('WithdrawServer', (t) => ({
  server: t.prismaField({
    type: ServerRef,
    nullable: true,
    description: 'Null for an operator, who sees it no more.',
    resolve: (query, { serverId }, _args, context) => findServer(query, serverId, context),
  }),
}))

const RestoreServerResult = resultType<{ serverId: string }>('RestoreServer', (t) => ({
  server: t.prismaField({
    type: ServerRef,
    nullable: true,
    description: 'Null for an operator who does not see it.',
    resolve: (query, { serverId }, _args, context) => findServer(query, serverId, context),
  }),
}))

const RenameServerResult = resultType<{ serverId: string }>('RenameServer', (t) => ({
  server: t.prismaField({
    type: ServerRef,
    resolve: (query, { serverId }, _args, context) => readServer(query, serverId, context),
  }),
}))

const ProbeServerResult = resultType<{
  serverId: string
  reading: typeof HealthReadingRef.$inferType
}>('ProbeServer', (t) => ({
  reading: t.expose('reading', { type: HealthReadingRef }),
  server: t.prismaField({
    type: ServerRef,
    resolve: (query, { serverId }, _args, context) => readServer(query, serverId, context),
  }),
}))

builder.mutationFields((t) => ({
  publishServer: t.field({
    type: PublishServerResult,
    description:
      'Publishes a server in your name, or a further version of it. Needs servers:write.',
    args: { input: t.arg({ type: PublishServerInput, required: true }) },
    resolve: (_root, { input }, context) => refusable(() => publishServer(context, input)),
  }),
  updateServer: t.field({
    type: UpdateServerResult,
    description: 'Changes what a server of yours says of itself. Needs servers:write.',
    args: { input: t.arg({ type: UpdateServerInput, required: true }) },
    resolve: (_root, { input: { serverId, ...input } }, context) =>
      refusable(async () => updateServer(context, { serverId: getId('Server', serverId), input })),
  }),
  withdrawServer: t.field({
    type: WithdrawServerResult,
    description: 'Takes a server of yours out of the registry. Needs servers:write.',
    args: { serverId: t.arg.id({ required: true }) },
    resolve: (_root, { serverId }, context) =>
      refusable(async () => withdrawServer(context, { serverId: getId('Server', serverId) })),
  }),
  restoreServer: t.field({
    type: RestoreServerResult,
    description: 'Brings a withdrawn server of yours back. Needs servers:write.',
    args: { serverId: t.arg.id({ required: true }) },
    resolve: (_root, { serverId }, context) =>
      refusable(async () => restoreServer(context, { serverId: getId('Server', serverId) })),
  }),
  renameServer: t.field({
    type: RenameServerResult,
    description:
      'Gives a server of yours another name; the old one goes on leading to it. Needs servers:write.',
    args: { serverId: t.arg.id({ required: true }), name: t.arg.string({ required: true }) },
    resolve: (_root, { serverId, name }, context) =>
      refusable(async () => renameServer(context, { serverId: getId('Server', serverId), name })),
  }),
  probeServer: t.field({
    type: ProbeServerResult,
    description: 'Asks a server now how it is. Needs sign-in.',
    args: { serverId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      refusable(async () => {
        const serverId = getId('Server', args.serverId)
        return { serverId, reading: await probeServer(context, { serverId }) }
      }),
  }),
}))
