import {
  isErrorOf,
  POSTGRES_CODES,
  Prisma,
  type Database,
  type Transaction,
} from '@toolgraph/database'
import { stateAfter } from '../moderation/report.ts'
import type { ReportStore, Settlement } from '../moderation/report-store.ts'
import { appendAudit } from './audit-log.ts'
import { lockNames } from './lock-names.ts'
import { addNotifications } from './notification-rows.ts'
import { notifyOwner } from './notify-owner.ts'

/** A publication of the same server may take long, and comes first. */
const SETTLE_TIMEOUT_MS = 20_000

/** Creates the store of reports on Prisma: the only implementation. */
export function createReportStore(database: Database): ReportStore {
  return {
    async keep({ serverId, reporter, reason, detail, now }) {
      const data = { serverId, reporter, reason, detail, createdAt: now }
      try {
        return await database.$transaction(async (transaction) => {
          const { id } = await transaction.abuseReport.create({ data, select: { id: true } })
          // In nobody's log: whom a report is about does not learn who made it.
          await appendAudit(transaction, {
            actor: reporter,
            action: 'server.report',
            subjectId: id,
            detail: { serverId, reason },
          })
          return id
        })
      } catch (error) {
        if (isErrorOf(error, POSTGRES_CODES.uniqueViolation)) return undefined
        throw error
      }
    },

    async findServer(reportId) {
      const report = await database.abuseReport.findUnique({
        where: { id: reportId },
        select: { serverId: true },
      })
      return report?.serverId
    },

    settle: (settlement) =>
      database.$transaction((transaction) => settle(transaction, settlement), {
        timeout: SETTLE_TIMEOUT_MS,
      }),
  }
}

async function settle(transaction: Transaction, settlement: Settlement): Promise<boolean> {
  const { viewer, serverId, reportId, decision, note, now } = settlement
  const known = await transaction.mcpServer.findUnique({
    where: { id: serverId },
    select: { name: true },
  })
  if (!known) return false
  await lockNames(transaction, [known.name])
  const [server] = await transaction.$queryRaw<Server[]>`
    SELECT name, "ownerId"::text AS "ownerId", moderation::text AS moderation
    FROM graph."McpServer" WHERE id = ${serverId}::uuid FOR UPDATE`
  if (!server || (reportId && !(await isOpen(transaction, reportId)))) return false

  const moderation = stateAfter(decision)
  await transaction.abuseReport.updateMany({
    where: {
      serverId,
      state: 'open',
      ...(decision === 'dismiss' && reportId ? { id: reportId } : {}),
    },
    data: {
      state: moderation && moderation !== 'clear' ? 'upheld' : 'dismissed',
      settledAt: now,
      settledBy: viewer.subject,
      note,
    },
  })
  const { ownerId } = server
  await appendAudit(transaction, {
    actor: viewer.subject,
    action: `server.${decision}`,
    ownerId: ownerId ?? undefined,
    serverId,
    subjectId: reportId,
    detail: { note },
  })
  if (!moderation || moderation === server.moderation) return true

  await transaction.mcpServer.update({
    where: { id: serverId },
    data: { moderation, moderationNote: moderation === 'clear' ? null : note },
  })
  const kind = moderation === 'clear' ? 'server_restored' : `server_${moderation}`
  const told = { kind, serverId, payload: { name: server.name, note } }
  if (ownerId) await notifyOwner(transaction, ownerId, told)
  if (moderation !== 'clear') await tellLinked(transaction, serverId, server.name)
  return true
}

/** Asked with the row of its server locked: nobody else settles it now. */
async function isOpen(transaction: Transaction, id: string): Promise<boolean> {
  return (await transaction.abuseReport.count({ where: { id, state: 'open' } })) > 0
}

interface Server {
  name: string
  ownerId: string | null
  moderation: string
}

/** Who is linked to a server that is not shown any more learns why it is gone. */
async function tellLinked(transaction: Transaction, serverId: string, name: string): Promise<void> {
  const people = Prisma.sql`
    SELECT c."agentUserId" FROM graph."AgentConnection" c
    WHERE c."mcpServerId" = ${serverId}::uuid AND c.status <> 'revoked'`
  const kind = 'linked_server_hidden'
  await addNotifications(transaction, people, { kind, serverId, payload: { name } })
}
