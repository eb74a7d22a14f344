import * as z from 'zod'
import { assertWithin } from '../limits/assert-within.ts'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import { changeOrganization } from './change-organization.ts'
import { tooMany } from './errors.ts'
import { createInvitationToken, INVITATION_DAYS, MAX_OPEN_INVITATIONS } from './invitation.ts'
import { MAX_MEMBERS, memberRoleSchema } from './organization.ts'
import type { OwnershipContext } from './ownership.ts'
import { assertMay, assertStanding } from './permissions.ts'

/** An invitation that was just made: the only time that its token is told. */
export interface Invited {
  readonly ownerId: string
  readonly invitationId: string
  /** What the link carries. */
  readonly token: string
}

/**
 * Makes a link by which one person becomes a member. Only an owner invites an owner.
 *
 * @throws OwnershipError, RegistryError, AccessError, LimitError
 */
export async function inviteMember(
  context: OwnershipContext,
  { ownerId, role: given }: { ownerId: string; role: unknown },
): Promise<Invited> {
  assertScope(context.viewer, 'owners:write')
  const role = parseInput(memberRoleSchema, given, 'the role')
  const action = 'owner.members'
  await assertMay(context, action, { ownerId: parseInput(z.uuid(), ownerId, 'the id') })
  await assertWithin(context, 'invite', ownerId)
  const { token, tokenHash } = await createInvitationToken()
  const now = context.now()
  const expiresAt = new Date(now.getTime() + INVITATION_DAYS * 86_400_000)

  return changeOrganization(context, { ownerId, action }, async (edit, known) => {
    if (role === 'owner')
      assertStanding(context, 'owner.owners', { standing: known, reference: { ownerId } })
    if (known.openInvitations >= MAX_OPEN_INVITATIONS)
      throw tooMany('open invitations', MAX_OPEN_INVITATIONS)
    if (known.members + known.openInvitations >= MAX_MEMBERS) throw tooMany('members', MAX_MEMBERS)
    const invitationId = await edit.invite({ role, tokenHash, now, expiresAt })
    return { ownerId, invitationId, token }
  })
}
