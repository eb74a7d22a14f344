import { parseInput } from '../registry/parse-input.ts'
import { changeOrganization } from './change-organization.ts'
import { lastOwner, memberNotFound } from './errors.ts'
import { subjectSchema } from './organization.ts'
import type { OwnershipContext } from './ownership.ts'
import { assertStanding } from './permissions.ts'

/**
 * Takes a member out of an organization. Only an owner takes out an owner; the last stays.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function removeMember(
  context: OwnershipContext,
  { ownerId, subject: given }: { ownerId: string; subject: string },
): Promise<{ ownerId: string }> {
  const subject = parseInput(subjectSchema, given, 'the subject')
  const action = 'owner.members'
  return changeOrganization(context, { ownerId, action }, async (edit, known) => {
    const member = await edit.findMember(subject)
    if (!member) throw memberNotFound(known.name)
    if (member.role === 'owner') {
      assertStanding(context, 'owner.owners', { standing: known, reference: { ownerId } })
      if (known.owners === 1) throw lastOwner(known.name)
    }
    await edit.removeMember(subject, context.now())
    return { ownerId }
  })
}
