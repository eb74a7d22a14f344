import { assertScope } from '../registry/viewer.ts'
import { invitationNotFound, tooMany } from './errors.ts'
import { findInvitation } from './find-invitation.ts'
import { MAX_MEMBERS } from './organization.ts'
import type { OwnershipContext } from './ownership.ts'

/**
 * Makes the viewer a member, by the token of an invitation. It is used up, unless the viewer is a member already:
 * their role stays as it is then. The same again changes nothing.
 *
 * @throws OwnershipError, AccessError
 */
export async function acceptInvitation(
  context: OwnershipContext,
  { token }: { token: string },
): Promise<{ ownerId: string; joined: boolean }> {
  const viewer = assertScope(context.viewer, 'owners:write')
  const { id, ownerId, role } = await findInvitation(context, token)

  const now = context.now()
  return context.ownership.changeOrganization({ viewer, ownerId, now }, async (edit, known) => {
    if (!known) throw invitationNotFound()
    if (known.role !== undefined) return { ownerId, joined: false }
    if (known.members >= MAX_MEMBERS) throw tooMany('members', MAX_MEMBERS)
    // Somebody may have used or revoked it meanwhile; a member who left does not come back by it.
    if (!(await edit.join({ id, role, now }))) throw invitationNotFound()
    return { ownerId, joined: true }
  })
}
