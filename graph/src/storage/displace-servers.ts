import { Prisma, type Transaction } from '@toolgraph/database'
import type { ProvenNamespace } from '../namespaces/namespace-store.ts'
import { memberRolesFor } from '../ownership/permissions.ts'
import { appendAudit } from './audit-log.ts'
import { notifyOwner } from './notify-owner.ts'
import { refreshSearchDocuments } from './search-documents.ts'

interface Displacement {
  /** Who holds the namespace from now on. */
  ownerId: string
  actor: string
  /** Who held it until now. */
  from: string | undefined
}

/**
 * Makes room in a namespace that was proven just now. What was imported becomes the prover's. What another owner
 * published there becomes the prover's too where the prover answers for that owner as well; else it is disputed: it
 * keeps its content and its owner, loses the name (and an endpoint of the proven domain), and is not shown until its
 * owner gives it a name that is theirs. Who has a standing proof of a domain above was not only first, and stays.
 */
export async function displaceServers(
  transaction: Transaction,
  proven: ProvenNamespace,
  { ownerId, actor, from }: Displacement,
): Promise<void> {
  const within = withinSql(proven)
  const adopted = await transaction.$queryRaw<{ id: string }[]>`
    UPDATE graph."McpServer" s SET "ownerId" = ${ownerId}::uuid
    WHERE ${within} AND (s."ownerId" IS NULL OR s."ownerId" = ANY(ARRAY(${relatedSql(actor, from)})))
      AND s."ownerId" IS DISTINCT FROM ${ownerId}::uuid
    RETURNING s.id::text`
  await transaction.$executeRaw`
    DELETE FROM graph."McpNamespace" n USING graph."McpNamespace" proven
    WHERE proven.namespace = ${proven.namespace} AND n."provenAt" IS NULL AND n."ownerId" <> ${ownerId}::uuid
      AND proven."includesChildren" AND starts_with(n.namespace, proven.namespace || '.')`
  await transaction.$executeRaw`
    DELETE FROM graph."McpServerAlias" a USING graph."McpServer" s
    WHERE s.id = a."serverId" AND s."ownerId" IS DISTINCT FROM ${ownerId}::uuid
      AND ${withinSql(proven, Prisma.raw('a'))}`

  const returned = await giveBack(transaction, proven, { ownerId, actor, from })
  const displaced = await dispute(transaction, proven, ownerId)
  // What was theirs before is verified now: search gives that its weight.
  const standing = await transaction.$queryRaw<{ id: string }[]>`
    SELECT s.id::text FROM graph."McpServer" s WHERE ${within} AND s."ownerId" = ${ownerId}::uuid`
  const changed = new Set([...adopted, ...returned, ...standing, ...displaced].map(({ id }) => id))
  await refreshSearchDocuments(transaction, [...changed])
  await tellOwners(transaction, proven, { actor, displaced })
}

interface Displaced {
  id: string
  ownerId: string
  name: string
}

/** Who lost names to a machine with the same proof has them back with the namespace, where they are free. */
function giveBack(
  transaction: Transaction,
  { namespace, includesChildren }: ProvenNamespace,
  { ownerId, actor, from }: Displacement,
): Promise<{ id: string }[]> {
  const was = Prisma.sql`split_part(lower(a.detail ->> 'name'), '/', 1)`
  return transaction.$queryRaw<{ id: string }[]>`
    WITH lost AS (
      SELECT DISTINCT ON (a."serverId") a."serverId" AS id, a.detail ->> 'name' AS name
      FROM graph."AuditEvent" a
      WHERE a.action = 'server.dispute'
        AND (${was} = ${namespace} OR (${includesChildren} AND starts_with(${was}, ${`${namespace}.`})))
        AND a."serverId" IN (SELECT d.id FROM graph."McpServer" d WHERE d.moderation = 'disputed')
      ORDER BY a."serverId", a.id DESC
    )
    UPDATE graph."McpServer" s SET name = lost.name, "nameKey" = lower(lost.name), "ownerId" = ${ownerId}::uuid,
      moderation = 'clear', "moderationNote" = NULL
    FROM lost WHERE lost.id = s.id AND s.moderation = 'disputed'
      AND s."ownerId" = ANY(ARRAY(${relatedSql(actor, from)}))
      AND NOT EXISTS (SELECT 1 FROM graph."McpServer" other WHERE other."nameKey" = lower(lost.name))
    RETURNING s.id::text`
}

async function dispute(
  transaction: Transaction,
  proven: ProvenNamespace,
  ownerId: string,
): Promise<Displaced[]> {
  const host = proven.domain ?? null
  const note = `The namespace "${proven.namespace}" was proven by another owner; rename it to a namespace of yours`
  return transaction.$queryRaw<Displaced[]>`
    WITH gone AS (
      SELECT s.id, s.name FROM graph."McpServer" s
      WHERE ${withinSql(proven)} AND s."ownerId" <> ${ownerId}::uuid AND NOT s."isVerified" FOR UPDATE
    )
    UPDATE graph."McpServer" s SET
      name = left('disputed.' || s.id || '/' || split_part(s.name, '/', 2), 200),
      "nameKey" = left('disputed.' || s.id || '/' || split_part(s."nameKey", '/', 2), 200),
      "baseUrl" = CASE WHEN ${isAtHostSql(host)} THEN NULL ELSE s."baseUrl" END,
      moderation = 'disputed', "moderationNote" = ${note}, "probeDueAt" = NULL
    FROM gone WHERE gone.id = s.id
    RETURNING s.id::text, s."ownerId"::text AS "ownerId", gone.name`
}

/** An endpoint of the proven domain is the prover's to list. */
function isAtHostSql(domain: string | null): Prisma.Sql {
  const host = Prisma.sql`substring(lower(s."baseUrl") FROM '^https?://([^/:?#]+)')`
  return Prisma.sql`(${host} = ${domain}::text OR right(${host}, length(${domain}::text) + 1) = '.' || ${domain}::text)`
}

/** The rows of names in a namespace; what somebody else has proven below it is not meant. */
function withinSql(
  { namespace, includesChildren }: ProvenNamespace,
  row = Prisma.raw('s'),
): Prisma.Sql {
  const own = Prisma.sql`split_part(${row}."nameKey", '/', 1)`
  if (!includesChildren) return Prisma.sql`${own} = ${namespace}`
  return Prisma.sql`(${own} = ${namespace} OR (starts_with(${own}, ${`${namespace}.`}) AND NOT EXISTS (
    SELECT 1 FROM graph."McpNamespace" below
    WHERE below."provenAt" IS NOT NULL AND below.namespace <> ${namespace}
      AND (below.namespace = ${own} OR (below."includesChildren" AND starts_with(${own}, below.namespace || '.')))
      AND starts_with(below.namespace, ${`${namespace}.`}))))`
}

/** Owners whose servers the prover may give away: their own, and those that only machines acted for until now. */
function relatedSql(actor: string, from: string | undefined): Prisma.Sql {
  return Prisma.sql`
    SELECT o.id FROM graph."McpOwner" o WHERE o.subject = ${actor}
    UNION SELECT m."ownerId" FROM graph."McpOwnerMember" m
      WHERE m.subject = ${actor} AND m.role::text = ANY(${memberRolesFor('server.transfer')}::text[])
    UNION SELECT o.id FROM graph."McpOwner" o
      WHERE o.id = ${from ?? null}::uuid AND o.type = 'organization' AND NOT EXISTS (
        SELECT 1 FROM graph."McpOwnerMember" m
        WHERE m."ownerId" = o.id AND NOT starts_with(m.subject, 'registry-token:'))`
}

async function tellOwners(
  transaction: Transaction,
  { namespace, method }: ProvenNamespace,
  { actor, displaced }: { actor: string; displaced: readonly Displaced[] },
): Promise<void> {
  for (const [ownerId, servers] of Map.groupBy(displaced, (server) => server.ownerId)) {
    await notifyOwner(transaction, ownerId, {
      kind: 'namespace_lost',
      payload: { namespace, method, servers: servers.map(({ id, name }) => ({ id, name })) },
    })
    for (const { id, name } of servers)
      await appendAudit(transaction, {
        actor,
        action: 'server.dispute',
        ownerId,
        serverId: id,
        detail: { namespace, name },
      })
  }
}
