import type { Transaction } from '@toolgraph/database'
import type { Renewal } from '../connections/connection.ts'
import type { LeaseRequest } from '../connections/connection-store.ts'
import type { Viewer } from '../registry/viewer.ts'
import { appendConnectionEvent } from './connection-rows.ts'

/** `ConnectionStore.lease`: of any number of callers with one version, the row goes to one. */
export async function takeLease(
  transaction: Transaction,
  viewer: Viewer,
  request: LeaseRequest,
): Promise<string | undefined> {
  const { connectionId, tokenVersion, until } = request
  const [taken] = await transaction.$queryRaw<{ lease: string }[]>`
    UPDATE graph."AgentConnection"
    SET "refreshLease" = gen_random_uuid(), "refreshLeaseUntil" = ${until}
    WHERE id = ${connectionId}::uuid AND "agentUserId" = ${viewer.subject}
      AND "tokenVersion" = ${tokenVersion}::int AND "tokenSet" IS NOT NULL
      AND status = 'active' AND "refreshLease" IS NULL
    RETURNING "refreshLease"::text AS lease`
  if (taken) return taken.lease

  await expireLease(transaction, viewer, request)
  return undefined
}

/** A holder that died may have spent the refresh token: its lease is never given to a second one. */
async function expireLease(
  transaction: Transaction,
  viewer: Viewer,
  { connectionId, now }: LeaseRequest,
): Promise<void> {
  const [expired] = await transaction.$queryRaw<{ serverId: string }[]>`
    UPDATE graph."AgentConnection"
    SET status = 'needs_sign_in', "tokenSet" = NULL, "refreshLease" = NULL,
      "refreshLeaseUntil" = NULL, "updatedAt" = now()
    WHERE id = ${connectionId}::uuid AND "agentUserId" = ${viewer.subject}
      AND status = 'active' AND "refreshLeaseUntil" < ${now}
    RETURNING "mcpServerId"::text AS "serverId"`
  if (!expired) return
  const event = { connectionId, serverId: expired.serverId, kind: 'needs_sign_in' } as const
  await appendConnectionEvent(transaction, viewer, event)
}

/** `ConnectionStore.renew`, inside a transaction. */
export async function renewUnderLease(
  transaction: Transaction,
  viewer: Viewer,
  renewal: Renewal,
): Promise<boolean> {
  const { connectionId, lease, tokenSet, scopes, expiresAt } = renewal
  const [renewed] = await transaction.agentConnection.updateManyAndReturn({
    where: { ...held(viewer, connectionId, lease), status: 'active' },
    data: {
      tokenSet,
      scopesGranted: scopes,
      expiresAt: expiresAt ?? null,
      tokenVersion: { increment: 1 },
      refreshLease: null,
      refreshLeaseUntil: null,
    },
    select: { mcpServerId: true },
  })
  if (!renewed) return false
  const event = { connectionId, serverId: renewed.mcpServerId, kind: 'renewed' } as const
  await appendConnectionEvent(transaction, viewer, event)
  return true
}

/** `ConnectionStore.endRefresh`, inside a transaction. */
export async function endLease(
  transaction: Transaction,
  viewer: Viewer,
  end: { connectionId: string; lease: string; needsSignIn: boolean },
): Promise<boolean> {
  const { connectionId, lease, needsSignIn } = end
  const [ended] = await transaction.agentConnection.updateManyAndReturn({
    where: held(viewer, connectionId, lease),
    data: {
      refreshLease: null,
      refreshLeaseUntil: null,
      ...(needsSignIn ? { status: 'needs_sign_in', tokenSet: null } : {}),
    },
    select: { mcpServerId: true },
  })
  if (!ended) return false
  if (needsSignIn) {
    const event = { connectionId, serverId: ended.mcpServerId, kind: 'needs_sign_in' } as const
    await appendConnectionEvent(transaction, viewer, event)
  }
  return true
}

function held(viewer: Viewer, connectionId: string, lease: string) {
  return { id: connectionId, agentUserId: viewer.subject, refreshLease: lease }
}
