import type { Transaction } from '@toolgraph/database'
import type { ProbeRecord } from '../health/health-store.ts'
import type { HealthState } from '../health/reading.ts'
import { appendEvent } from './event-log.ts'
import { settleIncident } from './incident-rows.ts'
import { refreshSearchDocuments } from './search-documents.ts'
import { syncProbedTools } from './sync-probed-tools.ts'
import { uuid7 } from './uuid7.ts'

/** `HealthStore.record`, inside a transaction: two statements where nothing has changed. */
export async function recordProbe(transaction: Transaction, probe: ProbeRecord): Promise<void> {
  await keepFinding(transaction, probe)
  // Last: others wait for the host's row.
  await endLease(transaction, probe)
}

async function keepFinding(transaction: Transaction, probe: ProbeRecord): Promise<void> {
  const { target, finding } = probe
  // Where the server was withdrawn or has moved meanwhile, the reading is of something else; an older one is late.
  const server = await writeReading(transaction, probe)
  if (!server?.isNews) return

  if (server.healthState !== finding.state)
    await appendStateChange(transaction, probe, server.healthState)
  await settleIncident(transaction, probe, server)

  const isChanged = await writeWhatItShows(transaction, probe, server)
  if (isChanged) await refreshSearchDocuments(transaction, [target.serverId])
}

/** The server as it was before this reading. */
interface ReadServer {
  isNews: boolean
  source: 'published' | 'imported' | 'catalog'
  healthState: HealthState
  healthCheckedAt: Date | null
  oauthIssuer: string | null
}

/**
 * Gives back the place at the host, and sets when the server is due again, unless another holds it by now: then the
 * schedule is theirs.
 */
async function endLease(
  transaction: Transaction,
  { target, next, toolsDueAt, hostPauseMs, now }: ProbeRecord,
): Promise<void> {
  const { serverId, url, leaseUntil, readsTools } = target
  const pausedUntil = hostPauseMs > 0 ? new Date(now.getTime() + hostPauseMs) : null
  await transaction.$executeRaw`
    WITH host AS (
      UPDATE graph."ProbeHost" SET "pausedUntil" = greatest("pausedUntil", ${pausedUntil}::timestamptz),
        leases = CASE WHEN leases ->> ${serverId} = ${leaseUntil.toISOString()}
          THEN leases - ${serverId} ELSE leases END
      WHERE host = lower(split_part(${url}, '/', 3)))
    UPDATE graph."McpServer" SET "probeLeaseUntil" = NULL, "probeDueAt" = ${next.dueAt},
      "probeFailures" = ${next.failures},
      "toolsDueAt" = CASE WHEN ${readsTools} THEN ${toolsDueAt ?? null}::timestamptz ELSE "toolsDueAt" END
    WHERE id = ${serverId}::uuid AND "probeLeaseUntil" = ${leaseUntil}`
}

/** Raw: a reading does not touch the record's own `updatedAt`. */
async function writeReading(
  transaction: Transaction,
  { target, finding }: ProbeRecord,
): Promise<ReadServer | undefined> {
  const { state, checkedAt, latencyMs, protocolEra, toolCount, detail, evidence } = finding
  const columns = { latencyMs, protocolEra, toolCount, detail, evidence }
  const [server] = await transaction.$queryRaw<ReadServer[]>`
    WITH given AS (
      SELECT * FROM jsonb_to_record(${JSON.stringify(columns)}::jsonb) AS g ("latencyMs" int,
        "protocolEra" text, "toolCount" int, detail text, evidence jsonb)
    ), server AS (
      SELECT id, source::text, "healthState", "healthCheckedAt", "oauthIssuer",
        "baseUrl" = ${target.url} AND status <> 'deleted'
          AND coalesce("healthCheckedAt" < ${checkedAt}, true) AS "isNews"
      FROM graph."McpServer" WHERE id = ${target.serverId}::uuid FOR NO KEY UPDATE
    ), reading AS (
      INSERT INTO graph."HealthCheck" (id, "mcpServerId", status, "checkedAt", "latencyMs",
        "protocolEra", "toolCount", detail, evidence)
      SELECT ${uuid7()}::uuid, s.id, ${state}::graph."HealthState", ${checkedAt}, g.*
      FROM server s, given g WHERE s."isNews"
    ), written AS (
      UPDATE graph."McpServer" m SET "healthState" = ${state}::graph."HealthState",
        "healthCheckedAt" = ${checkedAt}, "latencyMs" = g."latencyMs",
        "protocolEra" = g."protocolEra", "healthToolCount" = g."toolCount",
        "healthDetail" = g.detail, "healthEvidence" = g.evidence
      FROM server s, given g WHERE m.id = s.id AND s."isNews"
    )
    SELECT coalesce("isNews", false) AS "isNews", source, "healthState"::text, "healthCheckedAt",
      "oauthIssuer" FROM server`
  return server
}

async function appendStateChange(
  transaction: Transaction,
  { target, finding }: ProbeRecord,
  before: HealthState,
): Promise<void> {
  const { serverId } = target
  const { authorization: _, ...reading } = finding
  await appendEvent(transaction, { topic: 'health', serverId, payload: { before, reading } })
}

/** What an open server lists and where a gated one sends people; a publisher's own words go before both. */
async function writeWhatItShows(
  transaction: Transaction,
  { target, finding, tools, now }: ProbeRecord,
  server: ReadServer,
): Promise<boolean> {
  const { serverId } = target
  const { authorization } = finding
  const isUnknown = server.source !== 'published' || server.oauthIssuer === null
  const isTold = authorization?.issuer !== undefined && isUnknown
  if (isTold)
    await transaction.$executeRaw`
      UPDATE graph."McpServer" SET "oauthIssuer" = ${authorization.issuer},
        "authorizationEndpoint" = ${authorization.authorizationEndpoint ?? null}::text,
        "tokenEndpoint" = ${authorization.tokenEndpoint ?? null}::text,
        "jwksUri" = ${authorization.jwksUri ?? null}::text,
        scopes = CASE WHEN source = 'published' THEN scopes ELSE ${[...authorization.scopes]}::text[] END
      WHERE id = ${serverId}::uuid`

  const isListed = tools && (await syncProbedTools(transaction, { serverId, tools, now }))
  return isTold || isListed === true
}
