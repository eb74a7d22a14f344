import { Prisma } from '@toolgraph/database'
import { memberRolesFor } from '../ownership/permissions.ts'
import type { Viewer } from '../registry/viewer.ts'

/**
 * Where every read of a tenant's row starts: what this viewer may see, as Prisma's `where` of each model.
 *
 * - A public server is everyone's; any server is its owner's. Of an organization's, its members see all but the
 *   private ones, and those whose role allows it see the private ones too.
 * - Who holds a connection to a server goes on seeing it, also when it was made private or withdrawn.
 * - An organization is its members', and everyone's who sees a server of it. Its members, invitations and transfers
 *   are for the roles that the table of permissions names.
 * - A server that is hidden, quarantined or disputed is its owner's and the administrators' alone.
 * - A proven namespace is everyone's to know; one without a proof, its owner's. A report is who made it and the
 *   administrators'.
 * - Connections, their tools and their runs are one person's alone; so are notifications and webhooks.
 */
export interface Visible {
  readonly McpOwner: Prisma.McpOwnerWhereInput
  readonly McpOwnerMember: Prisma.McpOwnerMemberWhereInput
  readonly McpInvitation: Prisma.McpInvitationWhereInput
  readonly McpServerTransfer: Prisma.McpServerTransferWhereInput
  readonly McpServer: Prisma.McpServerWhereInput
  readonly McpNamespace: Prisma.McpNamespaceWhereInput
  readonly AbuseReport: Prisma.AbuseReportWhereInput
  readonly McpServerAlias: Prisma.McpServerAliasWhereInput
  readonly McpServerVersion: Prisma.McpServerVersionWhereInput
  readonly McpTool: Prisma.McpToolWhereInput
  readonly HealthCheck: Prisma.HealthCheckWhereInput
  readonly ToolChange: Prisma.ToolChangeWhereInput
  readonly Incident: Prisma.IncidentWhereInput
  readonly AgentConnection: Prisma.AgentConnectionWhereInput
  readonly ConnectionTool: Prisma.ConnectionToolWhereInput
  readonly ToolRun: Prisma.ToolRunWhereInput
  readonly Notification: Prisma.NotificationWhereInput
  readonly Webhook: Prisma.WebhookWhereInput
  readonly WebhookDelivery: Prisma.WebhookDeliveryWhereInput
}

/** How far a look goes. */
export interface VisibleOptions {
  /** Also withdrawn servers that were public, for who asks for tombstones (default: false). */
  withTombstones?: boolean
}

/** What a viewer may see. */
export function visibleTo(viewer: Viewer | undefined, options: VisibleOptions = {}): Visible {
  const server = visibleServers(viewer, options)
  const connection: Prisma.AgentConnectionWhereInput = viewer
    ? { agentUserId: viewer.subject, server }
    : NOTHING
  const settles = viewer && { OR: ownersOf(viewer, 'server.transfer') }
  return {
    McpOwner: viewer
      ? { OR: [{ servers: { some: server } }, ...ownersOf(viewer, 'owner.read')] }
      : { servers: { some: server } },
    McpOwnerMember: viewer ? { owner: { OR: ownersOf(viewer, 'owner.read') } } : NOBODY,
    McpInvitation: viewer ? { owner: { OR: ownersOf(viewer, 'owner.members') } } : NOTHING,
    McpServerTransfer: settles ? { OR: [{ from: settles }, { to: settles }] } : NOTHING,
    McpServer: server,
    McpNamespace: viewer
      ? { OR: [PROVEN, { owner: { OR: ownersOf(viewer, 'owner.read') } }] }
      : PROVEN,
    AbuseReport: visibleReports(viewer),
    McpServerAlias: { server },
    McpServerVersion: { server },
    McpTool: { server },
    HealthCheck: { server },
    ToolChange: { server },
    Incident: { server },
    AgentConnection: connection,
    ConnectionTool: viewer ? { connection } : NOTHING,
    Notification: viewer ? { agentUserId: viewer.subject } : NOTHING,
    Webhook: viewer ? { subject: viewer.subject } : NOTHING,
    WebhookDelivery: viewer ? { webhook: { subject: viewer.subject } } : NOTHING,
    ToolRun: viewer ? { agentUserId: viewer.subject, connection } : NOTHING,
  }
}

/**
 * The same rule for raw SQL, as a condition on one row of `graph."McpServer"`. What is the viewer's own is looked up
 * once a query, not once a row.
 *
 * @param viewer Who asks
 * @param alias The name that the query gave to `graph."McpServer"`
 */
export function visibleServersSql(
  viewer: Viewer | undefined,
  alias: 's' = 's',
  { withTombstones = false }: VisibleOptions = {},
): Prisma.Sql {
  const row = Prisma.raw(alias)
  const isPublic = withTombstones
    ? Prisma.sql`(${row}.visibility = 'public' AND ${row}.moderation = 'clear')`
    : Prisma.sql`(${row}.visibility = 'public' AND ${row}.status <> 'deleted' AND ${row}.moderation = 'clear')`
  if (!viewer) return isPublic
  const { subject, isAdministrator = false } = viewer
  return Prisma.sql`(${isPublic}
    OR (${isAdministrator} AND ${row}.moderation <> 'clear')
    OR ${row}."ownerId" = ANY(ARRAY(SELECT o.id FROM graph."McpOwner" o WHERE o.subject = ${subject}))
    OR ${row}."ownerId" = ANY(ARRAY(${organizationsSql(subject, 'server.readPrivate')}))
    OR (${row}.visibility <> 'private'
      AND ${row}."ownerId" = ANY(ARRAY(${organizationsSql(subject, 'server.read')})))
    OR (${row}.moderation = 'clear' AND ${row}.id = ANY(ARRAY(SELECT c."mcpServerId" FROM graph."AgentConnection" c
      WHERE c."agentUserId" = ${subject} AND c.status <> 'revoked'))))`
}

/** The owners for which the viewer may do something, as a condition on `McpOwner`. */
function ownersOf({ subject }: Viewer, action: Parameters<typeof memberRolesFor>[0]) {
  const role = { in: memberRolesFor(action) }
  return [{ subject }, { members: { some: { subject, role } } }]
}

function organizationsSql(subject: string, action: Parameters<typeof memberRolesFor>[0]) {
  return Prisma.sql`SELECT m."ownerId" FROM graph."McpOwnerMember" m
    WHERE m.subject = ${subject} AND m.role::text = ANY(${memberRolesFor(action)}::text[])`
}

/** A namespace that its owner has proven. */
const PROVEN: Prisma.McpNamespaceWhereInput = { provenAt: { not: null } }

function visibleReports(viewer: Viewer | undefined): Prisma.AbuseReportWhereInput {
  if (!viewer) return NOTHING
  return viewer.isAdministrator ? {} : { reporter: viewer.subject }
}

/** Fits no row: an `id` cannot be one of none. */
const NOTHING = { id: { in: [] as string[] } }
/** The same for members, who have no id. */
const NOBODY = { ownerId: { in: [] as string[] } }

function visibleServers(
  viewer: Viewer | undefined,
  { withTombstones = false }: VisibleOptions,
): Prisma.McpServerWhereInput {
  const isPublic: Prisma.McpServerWhereInput = withTombstones
    ? { visibility: 'public', moderation: 'clear' }
    : { visibility: 'public', status: { not: 'deleted' }, moderation: 'clear' }
  if (!viewer) return isPublic
  const { subject } = viewer
  const members = { some: { subject, role: { in: memberRolesFor('server.read') } } }
  return {
    OR: [
      isPublic,
      { owner: { OR: ownersOf(viewer, 'server.readPrivate') } },
      { visibility: { not: 'private' }, owner: { members } },
      {
        moderation: 'clear',
        connections: { some: { agentUserId: subject, status: { not: 'revoked' } } },
      },
      ...(viewer.isAdministrator ? [{ moderation: { not: 'clear' } } as const] : []),
    ],
  }
}
