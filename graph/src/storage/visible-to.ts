import { Prisma } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'

/**
 * Where every read of a tenant's row starts: what this viewer may see, as Prisma's `where` of each model.
 *
 * - A public server is everyone's; any server is its owner's and, for an organization, its members'.
 * - Who holds a connection to a server goes on seeing it, also when it was made private or withdrawn.
 * - Connections, their tools and their runs are one person's alone.
 */
export interface Visible {
  readonly McpOwner: Prisma.McpOwnerWhereInput
  readonly McpServer: Prisma.McpServerWhereInput
  readonly McpServerVersion: Prisma.McpServerVersionWhereInput
  readonly McpTool: Prisma.McpToolWhereInput
  readonly HealthCheck: Prisma.HealthCheckWhereInput
  readonly AgentConnection: Prisma.AgentConnectionWhereInput
  readonly ConnectionTool: Prisma.ConnectionToolWhereInput
  readonly ToolRun: Prisma.ToolRunWhereInput
}

/** What a viewer may see. */
export function visibleTo(viewer: Viewer | undefined): Visible {
  const server = visibleServers(viewer)
  const connection: Prisma.AgentConnectionWhereInput = viewer
    ? { agentUserId: viewer.subject, server }
    : NOTHING
  return {
    McpOwner: { servers: { some: server } },
    McpServer: server,
    McpServerVersion: { server },
    McpTool: { server },
    HealthCheck: { server },
    AgentConnection: connection,
    ConnectionTool: viewer ? { connection } : NOTHING,
    ToolRun: viewer ? { agentUserId: viewer.subject, connection } : NOTHING,
  }
}

/**
 * The same rule for raw SQL, as a condition on one row of `graph."McpServer"`.
 *
 * @param viewer Who asks
 * @param alias The name that the query gave to `graph."McpServer"`
 */
export function visibleServersSql(viewer: Viewer | undefined, alias: 's' = 's'): Prisma.Sql {
  const row = Prisma.raw(alias)
  const isPublic = Prisma.sql`(${row}.visibility = 'public' AND ${row}.status <> 'deleted')`
  if (!viewer) return isPublic
  const { subject } = viewer
  return Prisma.sql`(${isPublic}
    OR EXISTS (SELECT 1 FROM graph."McpOwner" o WHERE o.id = ${row}."ownerId" AND o.subject = ${subject})
    OR EXISTS (SELECT 1 FROM graph."McpOwnerMember" m
      WHERE m."ownerId" = ${row}."ownerId" AND m.subject = ${subject})
    OR EXISTS (SELECT 1 FROM graph."AgentConnection" c
      WHERE c."mcpServerId" = ${row}.id AND c."agentUserId" = ${subject} AND c.status <> 'revoked'))`
}

/** Fits no row: an `id` cannot be one of none. */
const NOTHING = { id: { in: [] as string[] } }

function visibleServers(viewer: Viewer | undefined): Prisma.McpServerWhereInput {
  const isPublic = { visibility: 'public', status: { not: 'deleted' } } as const
  if (!viewer) return isPublic
  const { subject } = viewer
  return {
    OR: [
      isPublic,
      { owner: { OR: [{ subject }, { members: { some: { subject } } }] } },
      { connections: { some: { agentUserId: subject, status: { not: 'revoked' } } } },
    ],
  }
}
