import type { Transaction } from '@toolgraph/database'
import type { Grant } from '../connections/connection.ts'
import type { Viewer } from '../registry/viewer.ts'
import { appendConnectionEvent } from './connection-rows.ts'
import { countLink, LINK_COUNTS_MS } from './link-count.ts'

/** `ConnectionStore.link`, inside a transaction. */
export async function linkRow(
  transaction: Transaction,
  viewer: Viewer,
  grant: Grant & { now: Date },
): Promise<string> {
  const { serverId } = grant
  const { subject } = viewer
  // One writer a person and server: a double click is one connection.
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${subject}|${serverId}`}, 2))`
  const key = { agentUserId_mcpServerId: { agentUserId: subject, mcpServerId: serverId } }
  const before = await transaction.agentConnection.findUnique({
    where: key,
    select: { status: true },
  })
  const columns = {
    status: 'active',
    issuer: grant.issuer ?? null,
    clientId: grant.clientId ?? null,
    scopesGranted: grant.scopes,
    tokenSet: grant.tokenSet ?? null,
    expiresAt: grant.expiresAt ?? null,
    refreshLease: null,
    refreshLeaseUntil: null,
  } as const
  const isNew = !before || before.status === 'revoked'
  const counted = isNew ? { countsUntil: new Date(grant.now.getTime() + LINK_COUNTS_MS) } : {}
  const { id } = await transaction.agentConnection.upsert({
    where: key,
    create: { ...columns, ...counted, agentUserId: subject, mcpServerId: serverId },
    update: { ...columns, ...counted, tokenVersion: { increment: 1 } },
    select: { id: true },
  })
  if (isNew) await countLink(transaction, serverId, 1)
  await appendConnectionEvent(transaction, viewer, { connectionId: id, serverId, kind: 'linked' })
  return id
}

/** `ConnectionStore.unlink`, inside a transaction. */
export async function unlinkRow(
  transaction: Transaction,
  viewer: Viewer,
  connectionId: string,
): Promise<boolean> {
  const mine = { id: connectionId, agentUserId: viewer.subject }
  const [ended] = await transaction.agentConnection.updateManyAndReturn({
    where: { ...mine, status: { not: 'revoked' } },
    data: {
      status: 'revoked',
      tokenSet: null,
      refreshLease: null,
      refreshLeaseUntil: null,
      expiresAt: null,
    },
    select: { mcpServerId: true, countsUntil: true },
  })
  if (!ended) return (await transaction.agentConnection.count({ where: mine })) > 0

  const { mcpServerId: serverId, countsUntil } = ended
  await transaction.connectionTool.deleteMany({ where: { connectionId } })
  if (countsUntil) {
    await transaction.agentConnection.updateMany({ where: mine, data: { countsUntil: null } })
    await countLink(transaction, serverId, -1)
  }
  await appendConnectionEvent(transaction, viewer, { connectionId, serverId, kind: 'ended' })
  return true
}
