import * as z from 'zod'
import { assertWithin } from '../limits/assert-within.ts'
import { serverNotFound } from '../registry/errors.ts'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import { ownerNotFound, tooMany, transferPending } from './errors.ts'
import type { OwnershipContext } from './ownership.ts'
import { assertStanding } from './permissions.ts'
import { MAX_OPEN_TRANSFERS, TRANSFER_DAYS } from './transfer.ts'

/** What `transferServer` takes. */
export const offerTransferSchema = z.strictObject({
  serverId: z.uuid(),
  to: z.string().trim().min(1).max(100),
})

/**
 * Offers a server to another owner, named by slug or id. It stays whose it is until they accept; the same offer again
 * changes nothing.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function offerTransfer(
  context: OwnershipContext,
  input: unknown,
): Promise<{ transferId: string; serverId: string }> {
  const viewer = assertScope(context.viewer, 'servers:write')
  const { serverId, to } = parseInput(offerTransferSchema, input, 'the offer')
  const reference = { serverId }
  await assertWithin(context, 'offer')

  const now = context.now()
  return context.ownership.changeTransfer({ viewer, reference, now }, async (edit, known) => {
    if (!known) throw serverNotFound(serverId)
    const standing = known.server
    assertStanding(context, 'server.transfer', { standing, reference })
    const target = await edit.findTarget(to)
    if (!target || target.ownerId === standing.ownerId) throw ownerNotFound(to)
    const { transfer } = known
    if (transfer?.state === 'offered') {
      if (transfer.toOwnerId !== target.ownerId) throw transferPending(standing.name)
      return { transferId: transfer.id, serverId }
    }
    if (target.openOffers >= MAX_OPEN_TRANSFERS)
      throw tooMany('open offers to this owner', MAX_OPEN_TRANSFERS)
    const expiresAt = new Date(now.getTime() + TRANSFER_DAYS * 86_400_000)
    const transferId = await edit.offer({ toOwnerId: target.ownerId, expiresAt })
    return { transferId, serverId }
  })
}
