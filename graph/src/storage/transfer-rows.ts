import type { Database, Transaction } from '@toolgraph/database'
import type { Ownership, TransferEdit } from '../ownership/ownership.ts'
import type { KnownTransfer, Transfer, TransferState } from '../ownership/transfer.ts'
import type { Viewer } from '../registry/viewer.ts'
import { appendAudit } from './audit-log.ts'
import { appendEvent } from './event-log.ts'
import { notifyOwner } from './notify-owner.ts'
import { findStanding, holdOwnerRow } from './owner-rows.ts'

type Change = Parameters<Ownership['changeTransfer']>[0]

/** `Ownership.changeTransfer`: one transaction, one writer a server. */
export function changeTransfer<result>(
  database: Database,
  { viewer, reference, now }: Change,
  work: (edit: TransferEdit, known: KnownTransfer | undefined) => Promise<result>,
): Promise<result> {
  return database.$transaction(async (transaction) => {
    const known = await findKnown(transaction, { viewer, reference, now })
    return work(createEdit(transaction, { viewer, known, now }), known)
  })
}

async function findKnown(
  transaction: Transaction,
  { viewer, reference, now }: Change,
): Promise<KnownTransfer | undefined> {
  const serverId = await lockServer(transaction, reference)
  const server = serverId && (await findStanding(transaction, viewer, { serverId }))
  if (!server) return undefined
  await holdReceiver(transaction, serverId)
  const row = await transaction.mcpServerTransfer.findFirst({
    where: 'transferId' in reference ? { id: reference.transferId } : { serverId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  if (!row) return { serverId, server, transfer: undefined }
  const { id, fromOwnerId, toOwnerId } = row
  const from = await findStanding(transaction, viewer, { ownerId: fromOwnerId })
  const to = await findStanding(transaction, viewer, { ownerId: toOwnerId })
  const sides = { fromRole: from?.role, toRole: to?.role }
  const isTheirs = server.ownerId === fromOwnerId
  const state =
    row.state === 'offered' ? await endStale(transaction, { id, isTheirs, now }) : row.state
  return { serverId, server, transfer: { id, state, fromOwnerId, toOwnerId, ...sides } }
}

async function lockServer(
  transaction: Transaction,
  reference: Change['reference'],
): Promise<string | undefined> {
  const serverId = 'serverId' in reference ? reference.serverId : undefined
  const transferId = 'transferId' in reference ? reference.transferId : undefined
  const [row] = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM graph."McpServer" WHERE id = coalesce(${serverId ?? null}::uuid, (
      SELECT t."serverId" FROM graph."McpServerTransfer" t WHERE t.id = ${transferId ?? null}::uuid))
    FOR NO KEY UPDATE`
  return row?.id
}

/** Who is to take it stays what they are: the row is held before the offer is read, as where they are deleted. */
async function holdReceiver(transaction: Transaction, serverId: string): Promise<void> {
  await transaction.$queryRaw`SELECT 1 FROM graph."McpOwner" WHERE id = (
    SELECT t."toOwnerId" FROM graph."McpServerTransfer" t
    WHERE t."serverId" = ${serverId}::uuid AND t.state = 'offered') FOR SHARE`
}

/**
 * An offer whose time is over, or whose server is another owner's by now (who has proven its namespace), is settled by
 * the first who looks at it.
 */
async function endStale(
  transaction: Transaction,
  { id, isTheirs, now }: { id: string; isTheirs: boolean; now: Date },
): Promise<TransferState> {
  const state = isTheirs ? 'expired' : 'cancelled'
  const { count } = await transaction.mcpServerTransfer.updateMany({
    where: { id, state: 'offered', ...(isTheirs ? { expiresAt: { lte: now } } : {}) },
    data: { state, settledAt: now },
  })
  return count > 0 ? state : 'offered'
}

function createEdit(
  transaction: Transaction,
  { viewer, known, now }: { viewer: Viewer; known: KnownTransfer | undefined; now: Date },
): TransferEdit {
  /** Both sides read of it in their own log. */
  const audit = async (action: `server.${string}`, transfer: Sides & { id: string }) => {
    const { id: subjectId, fromOwnerId, toOwnerId } = transfer
    const detail = { from: fromOwnerId, to: toOwnerId }
    const event = { actor: viewer.subject, action, serverId: known?.serverId, subjectId, detail }
    await appendAudit(transaction, { ...event, ownerId: fromOwnerId })
    await appendAudit(transaction, { ...event, ownerId: toOwnerId })
  }

  return {
    async findTarget(owner) {
      const ownerId = await holdOwnerRow(transaction, owner)
      if (ownerId === undefined) return undefined
      const where = {
        fromOwnerId: known?.server.ownerId ?? ownerId,
        toOwnerId: ownerId,
        state: 'offered',
        expiresAt: { gt: now },
      } as const
      return { ownerId, openOffers: await transaction.mcpServerTransfer.count({ where }) }
    },

    async offer({ toOwnerId, expiresAt }) {
      const { serverId, server } = known ?? {}
      if (serverId === undefined || server?.ownerId === undefined)
        throw new TypeError('A server that is offered has an owner')
      const sides = { fromOwnerId: server.ownerId, toOwnerId }
      const { id } = await transaction.mcpServerTransfer.create({
        data: { serverId, ...sides, offeredBy: viewer.subject, createdAt: now, expiresAt },
        select: { id: true },
      })
      await audit('server.offer', { id, ...sides })
      const payload = { transferId: id }
      await notifyOwner(transaction, toOwnerId, { kind: 'server_offered', serverId, payload, now })
      return id
    },

    async settle(state) {
      const { serverId, transfer } = known ?? {}
      if (serverId === undefined || !transfer) throw new TypeError('There is no transfer to settle')
      await transaction.mcpServerTransfer.update({
        where: { id: transfer.id },
        data: { state, settledAt: now },
      })
      if (state === 'accepted') await giveServer(transaction, serverId, transfer)
      await audit(AUDITED[state], transfer)
      // The other side learns of it.
      const { id: transferId, fromOwnerId, toOwnerId } = transfer
      await notifyOwner(transaction, state === 'cancelled' ? toOwnerId : fromOwnerId, {
        kind: `server_offer_${state}`,
        serverId,
        payload: { transferId },
        now,
      })
    },
  }
}

type Sides = Pick<Transfer, 'fromOwnerId' | 'toOwnerId'>

const AUDITED = {
  accepted: 'server.transfer',
  declined: 'server.declineOffer',
  cancelled: 'server.cancelOffer',
} as const

async function giveServer(
  transaction: Transaction,
  serverId: string,
  { toOwnerId }: Sides,
): Promise<void> {
  await transaction.mcpServer.update({ where: { id: serverId }, data: { ownerId: toOwnerId } })
  await appendEvent(transaction, { topic: 'server', serverId, payload: { kind: 'transferred' } })
}
