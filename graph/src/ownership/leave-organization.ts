import { changeOrganization } from './change-organization.ts'
import { lastOwner } from './errors.ts'
import type { OwnershipContext } from './ownership.ts'

/**
 * Ends the viewer's membership. The last owner cannot leave.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function leaveOrganization(
  context: OwnershipContext,
  { ownerId }: { ownerId: string },
): Promise<{ ownerId: string }> {
  const subject = context.viewer?.subject ?? ''
  return changeOrganization(context, { ownerId, action: 'owner.leave' }, async (edit, known) => {
    if (known.role === 'owner' && known.owners === 1) throw lastOwner(known.name)
    await edit.removeMember(subject, context.now())
    return { ownerId }
  })
}
