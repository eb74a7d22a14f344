import { Prisma, type Database, type Transaction } from '@toolgraph/database'
import type { AuditPage, AuditRecord, AuditRequest } from '../ownership/audit-record.ts'
import { toJson } from './json.ts'

/** Who changed what, for those who may read it later. */
export interface AuditDraft {
  /** The issuer's `sub`; nothing where nobody in particular did it. */
  actor: string | undefined
  /** `server.publish`, `owner.members`, …: what was done, as a noun and a verb. */
  action: `${string}.${string}`
  /** Whose log it stands in. */
  ownerId?: string | undefined
  serverId?: string | undefined
  /** What else it is about: a member's `sub`, the id of an invitation or a transfer. */
  subjectId?: string | undefined
  /** What changed; never a secret, and no text of a third party's. */
  detail?: object
}

/** Appends to the audit log, in the transaction of the verb that changed something. */
export async function appendAudit(transaction: Transaction, event: AuditDraft): Promise<void> {
  const { actor, action, ownerId, serverId, subjectId, detail = {} } = event
  await transaction.auditEvent.create({
    data: {
      actor: actor ?? null,
      action,
      ownerId: ownerId ?? null,
      serverId: serverId ?? null,
      subjectId: subjectId ?? null,
      detail: toJson(detail),
    },
    select: { id: true },
  })
}

/** Appends what was done to a server, in the log of who owns it at that moment. */
export async function appendServerAudit(
  transaction: Transaction,
  event: AuditDraft & { serverId: string },
): Promise<void> {
  const server = await transaction.mcpServer.findUnique({
    where: { id: event.serverId },
    select: { ownerId: true },
  })
  await appendAudit(transaction, { ...event, ownerId: server?.ownerId ?? undefined })
}

/** `Ownership.listAudit`: ids are given out in the order of time, so a page begins where the last one ended. */
export async function listAudit(
  database: Database,
  { ownerId, filter, limit, after }: AuditRequest,
): Promise<AuditPage> {
  const { server, action, actor, from, until } = filter
  const conditions = [
    ownerId && Prisma.sql`a."ownerId" = ${ownerId}::uuid`,
    after && Prisma.sql`a.id < ${after}::uuid`,
    server && Prisma.sql`a."serverId" = ${server}::uuid`,
    action &&
      (action.endsWith('.')
        ? Prisma.sql`starts_with(a.action, ${action})`
        : Prisma.sql`a.action = ${action}`),
    actor && Prisma.sql`a.actor = ${actor}`,
    from && Prisma.sql`a."createdAt" >= ${from}::timestamptz`,
    until && Prisma.sql`a."createdAt" < ${until}::timestamptz`,
  ].filter((condition) => typeof condition === 'object')
  const where = conditions.length > 0 ? Prisma.join(conditions, ' AND ') : Prisma.sql`TRUE`
  const rows = await database.$queryRaw<AuditRow[]>`
    SELECT a.id::text AS id, a."createdAt", a.actor, a.action, a."ownerId"::text AS "ownerId",
      a."serverId"::text AS "serverId", a."subjectId", a.detail, s.name AS "serverName",
      coalesce(m.name, p.name) AS "actorName"
    FROM graph."AuditEvent" a LEFT JOIN graph."McpServer" s ON s.id = a."serverId" AND s."ownerId" = a."ownerId"
      LEFT JOIN graph."McpOwnerMember" m ON m."ownerId" = a."ownerId" AND m.subject = a.actor
      LEFT JOIN graph."McpOwner" p ON p.id = a."ownerId" AND p.subject = a.actor
    WHERE ${where} ORDER BY a.id DESC LIMIT ${limit + 1}`
  return { events: rows.slice(0, limit).map(toRecord), hasNextPage: rows.length > limit }
}

interface AuditRow {
  id: string
  createdAt: Date
  actor: string | null
  actorName: string | null
  action: string
  ownerId: string | null
  serverId: string | null
  subjectId: string | null
  detail: unknown
  serverName: string | null
}

function toRecord(row: AuditRow): AuditRecord {
  return {
    id: row.id,
    at: row.createdAt.toISOString(),
    action: row.action,
    detail: row.detail,
    actor: row.actor ?? undefined,
    actorName: row.actorName ?? undefined,
    ownerId: row.ownerId ?? undefined,
    serverId: row.serverId ?? undefined,
    serverName: row.serverName ?? undefined,
    subject: row.subjectId ?? undefined,
  }
}
