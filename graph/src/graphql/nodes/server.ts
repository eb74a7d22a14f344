import { iconUrlOf } from '../../icons/icon-url.ts'
import { scopeReasonsSchema } from '../../registry/server.ts'
import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import {
  ModerationStateEnum,
  ServerSourceEnum,
  ServerStatusEnum,
  VisibilityEnum,
} from '../enums.ts'
import { listReadings } from '../list-readings.ts'
import { listServerVersions } from '../list-server-versions.ts'
import { translate } from '../translate.ts'
import { HealthReadingRef } from './health-reading.ts'
import { McpConnectionRef } from './mcp-connection.ts'
import { ServerVersionRef } from './server-version.ts'
import { HEALTH_SELECT, ServerHealthRef, toServerHealth } from './server-health.ts'

/** A server as the graph shows it. */
export const ServerRef = builder.prismaNode('McpServer', {
  name: 'Server',
  description: 'An MCP server that the registry lists.',
  id: { field: 'id' },
  select: { id: true },
  nullable: true,
  findUnique: (id, { viewer }) => ({ id, AND: visibleTo(viewer).McpServer }),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Reverse-DNS name, unique in the registry.' }),
    formerNames: t.stringList({
      description: 'Names that it had before it was renamed; they still lead to it.',
      select: (_args, { viewer }, nestedSelection) => ({
        aliases: nestedSelection({
          where: visibleTo(viewer).McpServerAlias,
          orderBy: { createdAt: 'desc' },
          select: { name: true },
        }),
      }),
      resolve: ({ aliases }) => aliases.map(({ name }) => name),
    }),
    title: t.string({
      args: { locale: t.arg.string() },
      select: { title: true, translations: true },
      resolve: (server, { locale }) =>
        translate(server.translations, 'title', locale) ?? server.title,
    }),
    description: t.string({
      args: { locale: t.arg.string() },
      select: { description: true, translations: true },
      resolve: (server, { locale }) =>
        translate(server.translations, 'description', locale) ?? server.description,
    }),
    version: t.exposeString('version'),
    url: t.exposeString('baseUrl', {
      nullable: true,
      description: 'Its MCP endpoint; null for a server that is only a package.',
    }),
    transport: t.exposeString('transport', { nullable: true }),
    websiteUrl: t.exposeString('websiteUrl', { nullable: true }),
    repositoryUrl: t.exposeString('repositoryUrl', { nullable: true }),
    iconUrl: t.string({
      nullable: true,
      description:
        'Where its picture is: read and checked by this registry. Null where it names none.',
      select: { id: true, iconUrl: true },
      resolve: (server, _args, { graphUrl }) => iconUrlOf(graphUrl, server),
    }),
    tags: t.exposeStringList('tags'),
    categories: t.exposeStringList('categories'),
    region: t.exposeString('region', { nullable: true }),
    status: t.expose('status', { type: ServerStatusEnum }),
    visibility: t.expose('visibility', { type: VisibilityEnum }),
    source: t.expose('source', { type: ServerSourceEnum }),
    isVerified: t.exposeBoolean('isVerified', {
      description: 'Whether its owner has proven the namespace of its name.',
    }),
    moderation: t.expose('moderation', { type: ModerationStateEnum }),
    moderationNote: t.exposeString('moderationNote', {
      nullable: true,
      description: 'Why it is not shown, for its owner and administrators.',
    }),
    oauthIssuer: t.exposeString('oauthIssuer', { nullable: true }),
    authorizationEndpoint: t.exposeString('authorizationEndpoint', { nullable: true }),
    tokenEndpoint: t.exposeString('tokenEndpoint', { nullable: true }),
    scopes: t.field({
      type: [ServerScopeRef],
      select: { scopes: true, scopeReasons: true },
      resolve: (server) => toScopes(server.scopes, server.scopeReasons),
    }),
    toolCount: t.relationCount('tools', {
      where: (_args, { viewer }) => visibleTo(viewer).McpTool,
      extensions: { loadedCount: 'tools' },
    }),
    tools: t.relation('tools', {
      query: (_args, { viewer }) => ({
        where: visibleTo(viewer).McpTool,
        orderBy: [{ position: 'asc' }, { name: 'asc' }],
      }),
    }),
    health: t.field({
      type: ServerHealthRef,
      description: 'The newest reading, and how it was before.',
      select: HEALTH_SELECT,
      resolve: toServerHealth,
    }),
    uptime30d: t.exposeFloat('uptime30d', {
      nullable: true,
      description: 'The part of the last 30 whole days in which it was open or gated, 0 to 1.',
    }),
    toolsFingerprint: t.exposeString('toolsFingerprint', {
      nullable: true,
      description: 'One for all its tools: it changes when any of them does. Null: it has none.',
    }),
    // Not relations: nested in a list, Prisma would read all rows of all its servers and cut them afterwards.
    readings: t.connection({
      type: HealthReadingRef,
      description: 'Readings, newest first.',
      select: { id: true },
      resolve: (server, args, context) => listReadings(server.id, args, context),
    }),
    versions: t.connection({
      type: ServerVersionRef,
      description: 'Published versions, newest publication first.',
      select: { id: true },
      args: { includeDeleted: t.arg.boolean({ defaultValue: false, required: true }) },
      resolve: ({ id }, args, context) => listServerVersions(id, args, context),
    }),
    owner: t.relation('owner', { nullable: true }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    connection: t.field({
      type: McpConnectionRef,
      nullable: true,
      description: "The viewer's connection to this server, if any.",
      select: (_args, { viewer }, nestedSelection) => ({
        connections: nestedSelection({ where: visibleTo(viewer).AgentConnection }),
      }),
      resolve: ({ connections: [connection] }) => connection,
    }),
  }),
})

interface ServerScopeShape {
  name: string
  description: string
  descriptions: Record<string, string>
}

const ServerScopeRef = builder.objectRef<ServerScopeShape>('ServerScope').implement({
  description: 'A scope that tools of a server ask for, and why.',
  fields: (t) => ({
    name: t.exposeString('name'),
    description: t.string({
      args: { locale: t.arg.string() },
      resolve: ({ description, descriptions }, { locale }) => {
        const language = locale?.split('-')[0] ?? ''
        return Object.hasOwn(descriptions, language)
          ? (descriptions[language] ?? description)
          : description
      },
    }),
  }),
})

function toScopes(names: string[], reasons: unknown): ServerScopeShape[] {
  const parsed = scopeReasonsSchema.safeParse(reasons)
  const known = new Map((parsed.data ?? []).map((reason) => [reason.name, reason]))
  return names.map((name) => ({
    name,
    description: known.get(name)?.description ?? '',
    descriptions: known.get(name)?.descriptions ?? {},
  }))
}
