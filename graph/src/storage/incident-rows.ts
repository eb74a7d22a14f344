import type { Transaction } from '@toolgraph/database'
import type { ProbeRecord } from '../health/health-store.ts'
import { isFailing, type HealthState } from '../health/reading.ts'
import { appendEvent } from './event-log.ts'
import { uuid7 } from './uuid7.ts'

/**
 * Opens an incident where a server fails for the second time in a row, and ends the one that is open with a good
 * reading. `unknown` says nothing of the server, and does neither.
 */
export async function settleIncident(
  transaction: Transaction,
  { target, finding }: ProbeRecord,
  before: { readonly healthState: HealthState; readonly healthCheckedAt: Date | null },
): Promise<void> {
  const { serverId } = target
  const { state, checkedAt, detail } = finding
  const wasFailing = isFailing(before.healthState)
  if (isFailing(state) && wasFailing && before.healthCheckedAt) {
    const [opened] = await transaction.$queryRaw<{ id: string }[]>`
      INSERT INTO graph."Incident" (id, "serverId", state, detail, "openedAt")
      VALUES (${uuid7()}::uuid, ${serverId}::uuid, ${state}::graph."HealthState",
        ${detail ?? null}::text, ${before.healthCheckedAt})
      ON CONFLICT ("serverId") WHERE "closedAt" IS NULL DO NOTHING RETURNING id::text`
    if (opened)
      await append(transaction, { serverId, kind: 'opened', incidentId: opened.id, state })
    return
  }
  const isGood = !isFailing(state) && state !== 'unknown'
  if (!isGood || (!wasFailing && before.healthState !== 'unknown')) return

  const [closed] = await transaction.$queryRaw<{ id: string }[]>`
    UPDATE graph."Incident" SET "closedAt" = ${checkedAt}, "closedBy" = 'recovered'
    WHERE "serverId" = ${serverId}::uuid AND "closedAt" IS NULL RETURNING id::text`
  if (closed) await append(transaction, { serverId, kind: 'closed', incidentId: closed.id, state })
}

async function append(
  transaction: Transaction,
  event: { serverId: string; kind: 'opened' | 'closed'; incidentId: string; state: HealthState },
): Promise<void> {
  const { serverId, ...payload } = event
  await appendEvent(transaction, { topic: 'incident', serverId, payload })
}
