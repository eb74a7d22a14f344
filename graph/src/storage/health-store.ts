import { Prisma, type Database } from '@toolgraph/database'
import { HISTORY_DAYS } from '../health/health-day.ts'
import type { HealthStore } from '../health/health-store.ts'
import { claimProbe, isDue } from './claim-probe.ts'
import { deleteInChunks } from './delete-in-chunks.ts'
import { toEvidence } from './evidence.ts'
import { READINGS_KEPT_DAYS, readDays, toDay } from './health-days.ts'
import { rollUpHealth } from './health-rollup.ts'
import { recordProbe } from './record-probe.ts'

/** Long enough for a server with hundreds of tools on a busy database. */
const RECORD_TIMEOUT_MS = 20_000

/** Creates the store of readings on Prisma: the only implementation. */
export function createHealthStore(database: Database): HealthStore {
  return {
    claimDue: ({ includeImported, ...claim }) =>
      claimProbe(database, { ...claim, where: isDue({ now: claim.now, includeImported }) }),

    claim: (serverId, { checkedBefore, ...claim }) =>
      claimProbe(database, {
        ...claim,
        where: Prisma.sql`s.id = ${serverId}::uuid
          AND (s."healthCheckedAt" IS NULL OR s."healthCheckedAt" < ${checkedBefore})`,
      }),

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
          healthEvidence: true,
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
        evidence: toEvidence(row.healthEvidence),
      }
    },

    history: (serverIds, { days, now }) =>
      readDays(database, { serverIds, from: daysBefore(now, days - 1), to: now, now }),

    rollUp: (now) => rollUpHealth(database, { now }),

    async prune(now) {
      const [readings, days] = [daysBefore(now, READINGS_KEPT_DAYS), daysBefore(now, HISTORY_DAYS)]
      await deleteInChunks(
        (limit) => database.$executeRaw`
          DELETE FROM graph."HealthDay" WHERE ("serverId", day) IN (
            SELECT "serverId", day FROM graph."HealthDay" WHERE day < ${toDay(days)}::date LIMIT ${limit})`,
      )
      await deleteInChunks(
        (limit) => database.$executeRaw`
          DELETE FROM graph."ProbeHost" WHERE host IN (
            SELECT host FROM graph."ProbeHost" WHERE leases = '{}'
              AND coalesce("pausedUntil" <= ${now}, true) LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
      )
      // Server by server, by the index on them: the rows of one time lie apart once the table has been filled anew.
      return deleteInChunks(
        (limit) => database.$executeRaw`
          DELETE FROM graph."HealthCheck" WHERE id = ANY(ARRAY(
            SELECT old.id FROM graph."McpServer" s CROSS JOIN LATERAL (
              SELECT c.id FROM graph."HealthCheck" c
              WHERE c."mcpServerId" = s.id AND c."checkedAt" < ${readings} LIMIT ${limit}
            ) old LIMIT ${limit}))`,
      )
    },
  }
}

function daysBefore(moment: Date, days: number): Date {
  return new Date(moment.getTime() - days * 86_400_000)
}
