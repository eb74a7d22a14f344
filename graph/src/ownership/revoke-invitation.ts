import * as z from 'zod'
import { parseInput } from '../registry/parse-input.ts'
import { changeOrganization } from './change-organization.ts'
import { invitationNotFound } from './errors.ts'
import type { OwnershipContext } from './ownership.ts'

/**
 * Makes the link of an invitation worthless. The same again changes nothing; one that was used is not found.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function revokeInvitation(
  context: OwnershipContext,
  { ownerId, invitationId }: { ownerId: string; invitationId: string },
): Promise<{ ownerId: string }> {
  const id = parseInput(z.uuid(), invitationId, 'the id')
  return changeOrganization(context, { ownerId, action: 'owner.members' }, async (edit) => {
    if (!(await edit.revokeInvitation(id, context.now()))) throw invitationNotFound()
    return { ownerId }
  })
}
