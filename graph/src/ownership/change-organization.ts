import * as z from 'zod'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import { ownerNotFound } from './errors.ts'
import type { KnownOrganization } from './organization.ts'
import type { OrganizationEdit, OwnershipContext } from './ownership.ts'
import { assertStanding, type Action } from './permissions.ts'

/**
 * The way into every change of an organization: it is locked, and the viewer's role is asked under the lock.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function changeOrganization<result>(
  context: OwnershipContext,
  { ownerId: given, action }: { ownerId: string; action: Action },
  work: (edit: OrganizationEdit, known: KnownOrganization) => Promise<result>,
): Promise<result> {
  const viewer = assertScope(context.viewer, 'owners:write')
  const ownerId = parseInput(z.uuid(), given, 'the id')
  const now = context.now()
  return context.ownership.changeOrganization({ viewer, ownerId, now }, async (edit, standing) => {
    if (!standing) throw ownerNotFound(ownerId)
    return work(edit, assertStanding(context, action, { standing, reference: { ownerId } }))
  })
}
