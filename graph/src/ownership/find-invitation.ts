import { invitationNotFound } from './errors.ts'
import { hashToken, isOpen, type KnownInvitation } from './invitation.ts'
import type { OwnershipContext } from './ownership.ts'

/** No token of ours is longer. */
const MAX_TOKEN_CHARS = 100

/**
 * Finds what an invitation is for, by the token of its link. Who holds the link may know, signed in or not.
 *
 * @throws OwnershipError `ERR_INVITATION_NOT_FOUND`
 */
export async function findInvitation(
  { ownership, viewer, now }: Pick<OwnershipContext, 'ownership' | 'viewer' | 'now'>,
  token: string,
): Promise<KnownInvitation> {
  const found =
    token.length <= MAX_TOKEN_CHARS
      ? await ownership.findInvitation(await hashToken(token))
      : undefined
  if (!found || !isOpen(found, { subject: viewer?.subject, now: now() })) throw invitationNotFound()
  return found
}
