import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { ConnectionStatusEnum, RunStatusEnum } from '../enums.ts'
import { encodeNodeId } from '../node-id.ts'

/** A connection as the graph shows it. */
export const McpConnectionRef = builder.prismaNode('AgentConnection', {
  name: 'McpConnection',
  description: "A person's grant to use a server.",
  authScopes: { scope: 'connections:read' },
  id: { field: 'id' },
  select: { id: true },
  nullable: true,
  findUnique: (id, { viewer }) => ({ id, AND: visibleTo(viewer).AgentConnection }),
  fields: (t) => ({
    server: t.relation('server'),
    status: t.expose('status', { type: ConnectionStatusEnum }),
    issuer: t.exposeString('issuer', { nullable: true }),
    clientId: t.exposeString('clientId', { nullable: true }),
    scopesGranted: t.exposeStringList('scopesGranted'),
    tokenSet: t.exposeString('tokenSet', {
      nullable: true,
      authScopes: { scope: 'connections:write' },
      description: 'Sealed by the agent: stored here, unreadable here.',
    }),
    tokenVersion: t.exposeInt('tokenVersion', {
      description: 'Grows by one with each token set.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true }),
    lastSyncAt: t.expose('lastSyncAt', { type: 'DateTime', nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    tools: t.relation('tools', {
      query: (_args, { viewer }) => ({
        where: visibleTo(viewer).ConnectionTool,
        orderBy: [{ position: 'asc' }, { name: 'asc' }],
      }),
    }),
  }),
})

builder.prismaObject('ConnectionTool', {
  select: { id: true },
  description: "A tool as this person's connection saw it; nobody else sees it.",
  fields: (t) => ({
    id: t.id({
      select: { id: true },
      resolve: ({ id }) => encodeNodeId('ConnectionTool', id),
    }),
    name: t.exposeString('name'),
    title: t.exposeString('title', { nullable: true }),
    description: t.exposeString('description'),
    inputSchema: t.expose('inputSchema', { type: 'JSON' }),
    outputSchema: t.expose('outputSchema', { type: 'JSON', nullable: true }),
    annotations: t.expose('annotations', { type: 'JSON' }),
    fingerprint: t.exposeString('fingerprint'),
    syncedAt: t.expose('syncedAt', { type: 'DateTime' }),
  }),
})

/** A run as the graph shows it. */
export const ToolRunRef = builder.prismaNode('ToolRun', {
  name: 'ToolRun',
  description: 'One run of a tool, as the agent recorded it.',
  authScopes: { scope: 'connections:read' },
  id: { field: 'id' },
  select: { id: true },
  nullable: true,
  findUnique: (id, { viewer }) => ({ id, AND: visibleTo(viewer).ToolRun }),
  fields: (t) => ({
    connection: t.relation('connection'),
    toolName: t.exposeString('toolName'),
    input: t.expose('input', { type: 'JSON' }),
    status: t.expose('status', { type: RunStatusEnum }),
    output: t.expose('output', { type: 'JSON', nullable: true }),
    errorCode: t.exposeString('errorCode', { nullable: true }),
    errorMessage: t.exposeString('errorMessage', { nullable: true }),
    startedAt: t.expose('startedAt', { type: 'DateTime' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
  }),
})
