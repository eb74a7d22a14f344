import type { Transaction } from '@toolgraph/database'
import type { ProbeRecord } from '../health/health-store.ts'
import type { HealthState } from '../health/reading.ts'
import { appendEvent } from './event-log.ts'
import { syncProbedTools } from './sync-probed-tools.ts'
import { refreshSearchDocuments } from './search-documents.ts'

/** `HealthStore.record`, inside a transaction. */
export async function recordProbe(transaction: Transaction, probe: ProbeRecord): Promise<void> {
  const { target, finding } = probe
  await releaseLease(transaction, probe)

  const server = await lockServer(transaction, target.serverId)
  // The server was withdrawn or moved while it was probed: the reading is of something else.
  if (!server || server.baseUrl !== target.url || server.status === 'deleted') return
  const { healthCheckedAt: known } = server
  if (known && known.getTime() >= finding.checkedAt.getTime()) return

  await writeReading(transaction, probe)
  if (server.healthState !== finding.state)
    await appendStateChange(transaction, probe, server.healthState)

  const isChanged = await writeWhatItShows(transaction, probe, server)
  if (isChanged) await refreshSearchDocuments(transaction, [target.serverId])
}

interface LockedServer {
  baseUrl: string | null
  status: string
  source: 'published' | 'imported' | 'catalog'
  healthState: HealthState
  healthCheckedAt: Date | null
  oauthIssuer: string | null
}

async function lockServer(transaction: Transaction, id: string): Promise<LockedServer | undefined> {
  const [row] = await transaction.$queryRaw<LockedServer[]>`
    SELECT "baseUrl", status::text, source::text, "healthState"::text, "healthCheckedAt", "oauthIssuer"
    FROM graph."McpServer" WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  return row
}

/** Sets when the server is due again, unless another holds it by now: then the schedule is theirs. */
async function releaseLease(
  transaction: Transaction,
  { target, next }: ProbeRecord,
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE graph."McpServer" SET "probeLeaseUntil" = NULL, "probeDueAt" = ${next.dueAt},
      "probeFailures" = ${next.failures}
    WHERE id = ${target.serverId}::uuid AND "probeLeaseUntil" = ${target.leaseUntil}`
}

async function writeReading(
  transaction: Transaction,
  { target, finding }: ProbeRecord,
): Promise<void> {
  const { state, checkedAt, latencyMs, protocolEra, toolCount, detail } = finding
  await transaction.healthCheck.create({
    data: {
      mcpServerId: target.serverId,
      status: state,
      checkedAt,
      latencyMs: latencyMs ?? null,
      protocolEra: protocolEra ?? null,
      toolCount: toolCount ?? null,
      detail: detail ?? null,
    },
    select: { id: true },
  })
  // Raw: a reading does not touch the record's own `updatedAt`.
  await transaction.$executeRaw`
    UPDATE graph."McpServer" SET "healthState" = ${state}::graph."HealthState",
      "healthCheckedAt" = ${checkedAt}, "latencyMs" = ${latencyMs ?? null}::int,
      "protocolEra" = ${protocolEra ?? null}::text, "healthToolCount" = ${toolCount ?? null}::int,
      "healthDetail" = ${detail ?? null}::text
    WHERE id = ${target.serverId}::uuid`
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
  server: LockedServer,
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
