import { parseInput } from '../registry/parse-input.ts'
import { changeOrganization } from './change-organization.ts'
import { lastOwner, memberNotFound } from './errors.ts'
import { memberRoleSchema, subjectSchema } from './organization.ts'
import type { OwnershipContext } from './ownership.ts'
import { assertStanding } from './permissions.ts'

/**
 * Gives a member another role. Only an owner makes an owner, or changes one; the last stays one.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function setMemberRole(
  context: OwnershipContext,
  member: { ownerId: string; subject: string; role: unknown },
): Promise<{ ownerId: string }> {
  const { ownerId } = member
  const role = parseInput(memberRoleSchema, member.role, 'the role')
  const subject = parseInput(subjectSchema, member.subject, 'the subject')
  const action = 'owner.members'
  return changeOrganization(context, { ownerId, action }, async (edit, known) => {
    const found = await edit.findMember(subject)
    if (!found) throw memberNotFound(known.name)
    if (found.role === role) return { ownerId }
    if (found.role === 'owner' || role === 'owner')
      assertStanding(context, 'owner.owners', { standing: known, reference: { ownerId } })
    if (found.role === 'owner' && known.owners === 1) throw lastOwner(known.name)
    await edit.setRole({ subject, role }, context.now())
    return { ownerId }
  })
}
