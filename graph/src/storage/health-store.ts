import { Prisma, type Database } from '@toolgraph/database'
import type { HealthStore, ProbeTarget } from '../health/health-store.ts'
import { recordProbe } from './record-probe.ts'

/** Long enough for a server with hundreds of tools on a busy database. */
const RECORD_TIMEOUT_MS = 20_000

/** So many readings are forgotten in one statement. */
const PRUNED_AT_ONCE = 10_000

/** Creates the store of readings on Prisma: the only implementation. */
export function createHealthStore(database: Database): HealthStore {
  return {
    async claimDue({ now, leaseMs, includeImported, exceptHosts }) {
      const host = Prisma.sql`split_part("baseUrl", '/', 3)`
      return claimRow(database, {
        now,
        leaseMs,
        where: Prisma.sql`("probeDueAt" IS NULL OR "probeDueAt" <= ${now})
          AND (source = 'published' OR ${includeImported})
          AND ${host} <> ALL(${[...exceptHosts]}::text[])`,
      })
    },

    async claim(serverId, { now, leaseMs, checkedBefore }) {
      const where = Prisma.sql`id = ${serverId}::uuid
        AND ("healthCheckedAt" IS NULL OR "healthCheckedAt" < ${checkedBefore})`
      return claimRow(database, { now, leaseMs, where })
    },

    record: (probe) =>
      database.$transaction((transaction) => recordProbe(transaction, probe), {
        timeout: RECORD_TIMEOUT_MS,
        maxWait: RECORD_TIMEOUT_MS,
      }),

    async latest(serverId) {
      const row = await database.mcpServer.findUnique({
        where: { id: serverId },
        select: {
          healthState: true,
          healthCheckedAt: true,
          latencyMs: true,
          protocolEra: true,
          healthDetail: true,
          healthToolCount: true,
        },
      })
      if (!row?.healthCheckedAt) return undefined
      return {
        serverId,
        state: row.healthState,
        checkedAt: row.healthCheckedAt,
        latencyMs: row.latencyMs ?? undefined,
        protocolEra: row.protocolEra ?? undefined,
        toolCount: row.healthToolCount ?? undefined,
        detail: row.healthDetail ?? undefined,
      }
    },

    async prune(before) {
      let pruned = 0
      let count: number
      do {
        count = await database.$executeRaw`
          DELETE FROM graph."HealthCheck" WHERE id IN (
            SELECT id FROM graph."HealthCheck" WHERE "checkedAt" < ${before} LIMIT ${PRUNED_AT_ONCE})`
        pruned += count
      } while (count === PRUNED_AT_ONCE)
      return pruned
    },
  }
}

/**
 * Takes one row that nobody holds. A row that another process is taking at this moment is skipped, not waited
 * for; the one that waits longest comes first.
 */
async function claimRow(
  database: Database,
  { now, leaseMs, where }: { now: Date; leaseMs: number; where: Prisma.Sql },
): Promise<ProbeTarget | undefined> {
  const leaseUntil = new Date(now.getTime() + leaseMs)
  const [row] = await database.$queryRaw<ProbeTarget[]>`
    UPDATE graph."McpServer" SET "probeLeaseUntil" = ${leaseUntil}
    WHERE id = (
      SELECT id FROM graph."McpServer"
      WHERE "baseUrl" IS NOT NULL AND status <> 'deleted'
        AND ("probeLeaseUntil" IS NULL OR "probeLeaseUntil" <= ${now})
        AND ${where}
      ORDER BY "probeDueAt" NULLS FIRST LIMIT 1
      FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id::text AS "serverId", "baseUrl" AS url, "probeFailures" AS failures,
      "oauthIssuer" IS NOT NULL AS "hasIssuer", "probeLeaseUntil" AS "leaseUntil"`
  return row
}
