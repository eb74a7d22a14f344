import { Prisma, type Database } from '@toolgraph/database'
import type { ProbeClaim, ProbeTarget } from '../health/health-store.ts'

/** The most probes that are under way at one host, on all replicas together. */
const MAX_PER_HOST = 2

/** Claims that were lost to another replica at the last moment are tried again so often. */
const MAX_TRIES = 5

/** A server that nobody holds and that can be probed at all. */
export interface ClaimWhere extends ProbeClaim {
  readonly where: Prisma.Sql
}

/** What a server whose probe is due looks like: written so that the partial indexes on `probeDueAt` are used. */
export function isDue({ now, includeImported }: { now: Date; includeImported: boolean }) {
  const source = includeImported ? Prisma.empty : Prisma.sql`AND s.source = 'published'`
  return Prisma.sql`coalesce(s."probeDueAt", '-infinity'::timestamptz) <= ${now} ${source}`
}

/**
 * Takes one row that nobody holds, and a place at its host. A row that another process is taking at this moment is
 * skipped, not waited for; the one that waits longest comes first.
 */
export async function claimProbe(
  database: Database,
  claim: ClaimWhere,
): Promise<ProbeTarget | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const [row] = await database.$queryRaw<ClaimedRow[]>(toStatement(claim))
    if (!row) return undefined
    const { candidate: _, ...target } = row
    // Another replica took the last place at the host between our look and our claim.
    if (isTaken(target)) return target
  }
  return undefined
}

type ClaimedRow = { candidate: string } & (ProbeTarget | { serverId: null })

function isTaken(target: ProbeTarget | { serverId: null }): target is ProbeTarget {
  return target.serverId !== null
}

function toStatement({ now, leaseMs, where }: ClaimWhere): Prisma.Sql {
  const leaseUntil = new Date(now.getTime() + leaseMs)
  const isBusy = Prisma.sql`(coalesce(h."pausedUntil" > ${now}, false) OR (
    SELECT count(*) FROM jsonb_each_text(h.leases) WHERE value::timestamptz > ${now}) >= ${MAX_PER_HOST})`
  return Prisma.sql`
    WITH candidate AS (
      SELECT s.id, lower(split_part(s."baseUrl", '/', 3)) AS host
      FROM graph."McpServer" s
      WHERE s."baseUrl" IS NOT NULL AND s.status <> 'deleted' AND ${where}
        AND (s."probeLeaseUntil" IS NULL OR s."probeLeaseUntil" <= ${now})
        AND NOT EXISTS (SELECT 1 FROM graph."ProbeHost" h
          WHERE h.host = lower(split_part(s."baseUrl", '/', 3)) AND ${isBusy})
      ORDER BY coalesce(s."probeDueAt", '-infinity'::timestamptz) LIMIT 1
      FOR NO KEY UPDATE OF s SKIP LOCKED
    ), place AS (
      INSERT INTO graph."ProbeHost" AS h (host, leases)
      SELECT host, jsonb_build_object(id, ${leaseUntil.toISOString()}::text) FROM candidate
      ON CONFLICT (host) DO UPDATE SET leases = excluded.leases || (
        SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each_text(h.leases)
        WHERE value::timestamptz > ${now})
      WHERE NOT ${isBusy}
      RETURNING host
    ), taken AS (
      UPDATE graph."McpServer" s SET "probeLeaseUntil" = ${leaseUntil}
      FROM candidate c JOIN place USING (host) WHERE s.id = c.id
      RETURNING s.id, s."baseUrl" AS url, s."probeFailures" AS failures,
        s."oauthIssuer" IS NOT NULL AS "hasIssuer", s."probeLeaseUntil" AS "leaseUntil",
        s."toolsDueAt" IS NULL OR s."toolsDueAt" <= ${now} AS "readsTools",
        s."healthToolCount" AS "toolCount"
    )
    SELECT c.id::text AS candidate, t.id::text AS "serverId", t.url, t.failures, t."hasIssuer",
      t."leaseUntil", t."readsTools", t."toolCount"
    FROM candidate c LEFT JOIN taken t ON t.id = c.id`
}
