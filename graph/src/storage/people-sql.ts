import { Prisma } from '@toolgraph/database'
import type { Audience } from '../notifications/notification.ts'
import { memberRolesFor } from '../ownership/permissions.ts'

/** The subjects whom an announcement about a server is for: each once, and only who may see the server. */
export function peopleSql(
  serverId: string | undefined,
  audiences: readonly Audience[],
): Prisma.Sql {
  const groups = audiences.map((audience) =>
    typeof audience === 'object'
      ? Prisma.sql`SELECT ${audience.subject}::text AS subject`
      : GROUPS[audience](serverId ?? null),
  )
  return groups.length > 0 ? Prisma.join(groups, ' UNION ') : Prisma.sql`SELECT NULL WHERE false`
}

const GROUPS: Record<Exclude<Audience, object>, (serverId: string | null) => Prisma.Sql> = {
  owners: (serverId) => Prisma.sql`
    SELECT o.subject FROM graph."McpServer" s JOIN graph."McpOwner" o ON o.id = s."ownerId"
    WHERE s.id = ${serverId}::uuid AND o.subject IS NOT NULL
    UNION
    SELECT m.subject FROM graph."McpServer" s JOIN graph."McpOwnerMember" m ON m."ownerId" = s."ownerId"
    WHERE s.id = ${serverId}::uuid AND m.role::text = ANY(CASE WHEN s.visibility = 'private'
      THEN ${memberRolesFor('server.readPrivate')}::text[] ELSE ${memberRolesFor('server.read')}::text[] END)`,
  linked: linkedSql,
  linkedOpenly: (serverId) => Prisma.sql`${linkedSql(serverId)} AND c.issuer IS NULL`,
}

function linkedSql(serverId: string | null): Prisma.Sql {
  return Prisma.sql`
    SELECT c."agentUserId" FROM graph."McpServer" s
    JOIN graph."AgentConnection" c ON c."mcpServerId" = s.id AND c.status <> 'revoked'
    WHERE s.id = ${serverId}::uuid AND s.moderation = 'clear'`
}
