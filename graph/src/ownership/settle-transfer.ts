import * as z from 'zod'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import { forbidden, transferNotFound, transferSettled } from './errors.ts'
import type { OwnershipContext } from './ownership.ts'
import { mayDo } from './permissions.ts'
import type { KnownTransfer } from './transfer.ts'

/** What became of an offer. */
export interface Settled {
  readonly transferId: string
  readonly serverId: string
}

/**
 * Takes a server that is offered to the viewer, or to an organization of theirs.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export function acceptTransfer(
  context: OwnershipContext,
  { transferId }: { transferId: string },
): Promise<Settled> {
  return settle(context, { transferId, state: 'accepted' })
}

/**
 * Refuses a server that is offered to the viewer, or to an organization of theirs.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export function declineTransfer(
  context: OwnershipContext,
  { transferId }: { transferId: string },
): Promise<Settled> {
  return settle(context, { transferId, state: 'declined' })
}

/**
 * Takes an offer back.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export function cancelTransfer(
  context: OwnershipContext,
  { transferId }: { transferId: string },
): Promise<Settled> {
  return settle(context, { transferId, state: 'cancelled' })
}

interface Settlement {
  transferId: string
  state: 'accepted' | 'declined' | 'cancelled'
}

/** The same answer again changes nothing; another one is refused. */
async function settle(context: OwnershipContext, settlement: Settlement): Promise<Settled> {
  const viewer = assertScope(context.viewer, 'servers:write')
  const transferId = parseInput(z.uuid(), settlement.transferId, 'the id')
  const { state } = settlement
  const reference = { transferId }

  const now = context.now()
  return context.ownership.changeTransfer({ viewer, reference, now }, async (edit, known) => {
    if (!known?.transfer) throw transferNotFound()
    assertMaySettle(known, state)
    const { serverId, transfer, server } = known
    if (transfer.state === state) return { transferId, serverId }
    if (transfer.state !== 'offered') throw transferSettled(server.name, transfer.state)
    await edit.settle(state)
    return { transferId, serverId }
  })
}

/** Who is on neither side of an offer learns nothing of it. */
function assertMaySettle({ transfer, server }: KnownTransfer, state: Settlement['state']): void {
  const from = transfer?.fromRole
  const to = transfer?.toRole
  const role = state === 'cancelled' ? from : to
  if (mayDo(role, 'server.transfer')) return
  const isOnASide = [from, to].some((side) => mayDo(side, 'server.transfer'))
  throw isOnASide ? forbidden('server.transfer', server.name) : transferNotFound()
}
