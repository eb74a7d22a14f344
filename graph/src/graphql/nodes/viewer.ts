import type { Viewer } from '../../registry/viewer.ts'
import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { encodeText, parseId } from '../node-id.ts'

/** The person or client that the access token names. */
export const ViewerRef = builder.objectRef<Viewer>('Viewer').implement({
  description: 'The person or client that the access token names.',
  fields: (t) => ({
    id: t.id({ resolve: ({ subject }) => encodeText(`Viewer:${subject}`) }),
    subject: t.exposeString('subject'),
    name: t.exposeString('name', {
      nullable: true,
      description: 'The display name, where the issuer tells it.',
    }),
    owner: t.prismaField({
      type: 'McpOwner',
      nullable: true,
      description: 'In whose name they publish as a person; null before the first time.',
      resolve: (query, { subject }, _args, { database, viewer }) =>
        database.mcpOwner.findFirst({
          ...query,
          where: { subject, AND: visibleTo(viewer).McpOwner },
        }),
    }),
    organizations: t.prismaField({
      type: ['McpOwner'],
      authScopes: { scope: 'owners:read' },
      description: 'What they are a member of, by name.',
      resolve: (query, { subject }, _args, { database, viewer }) =>
        database.mcpOwner.findMany({
          ...query,
          where: { members: { some: { subject } }, AND: visibleTo(viewer).McpOwner },
          orderBy: [{ name: 'asc' }, { id: 'asc' }],
        }),
    }),
    isAdministrator: t.boolean({
      description: 'Whether they operate this registry.',
      resolve: ({ subject }, _args, { administrators }) => administrators.has(subject),
    }),
    connections: t.prismaField({
      type: ['AgentConnection'],
      authScopes: { scope: 'connections:read' },
      description: 'Connections that stand or need sign-in; on request also ended ones.',
      args: { includeRevoked: t.arg.boolean({ defaultValue: false }) },
      resolve: (query, _viewer, { includeRevoked }, { database, viewer }) =>
        database.agentConnection.findMany({
          ...query,
          where: {
            AND: visibleTo(viewer).AgentConnection,
            ...(includeRevoked ? {} : { status: { not: 'revoked' } }),
          },
          orderBy: { createdAt: 'desc' },
        }),
    }),
    connection: t.prismaField({
      type: 'AgentConnection',
      nullable: true,
      authScopes: { scope: 'connections:read' },
      args: { id: t.arg.id({ required: true }) },
      resolve: (query, _viewer, args, { database, viewer }) => {
        const id = parseId('McpConnection', args.id)
        return id
          ? database.agentConnection.findFirst({
              ...query,
              where: { id, AND: visibleTo(viewer).AgentConnection },
            })
          : null
      },
    }),
    runs: t.prismaConnection({
      type: 'ToolRun',
      cursor: 'id',
      authScopes: { scope: 'connections:read' },
      description: 'Runs, newest first.',
      args: { connectionId: t.arg.id() },
      resolve: (query, _viewer, args, { database, viewer }) => {
        const connectionId = args.connectionId && parseId('McpConnection', args.connectionId)
        if (args.connectionId && !connectionId) return []
        return database.toolRun.findMany({
          ...query,
          where: { AND: visibleTo(viewer).ToolRun, ...(connectionId ? { connectionId } : {}) },
          orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
        })
      },
    }),
    run: t.prismaField({
      type: 'ToolRun',
      nullable: true,
      authScopes: { scope: 'connections:read' },
      args: { id: t.arg.id({ required: true }) },
      resolve: (query, _viewer, args, { database, viewer }) => {
        const id = parseId('ToolRun', args.id)
        return id
          ? database.toolRun.findFirst({ ...query, where: { id, AND: visibleTo(viewer).ToolRun } })
          : null
      },
    }),
  }),
})
