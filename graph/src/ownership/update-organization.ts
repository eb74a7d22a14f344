import { parseInput } from '../registry/parse-input.ts'
import { changeOrganization } from './change-organization.ts'
import { updateOrganizationSchema } from './organization.ts'
import type { OwnershipContext } from './ownership.ts'

/**
 * Changes the name or contact of an organization. Its slug never changes.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function updateOrganization(
  context: OwnershipContext,
  { ownerId, input }: { ownerId: string; input: unknown },
): Promise<{ ownerId: string }> {
  const changes = parseInput(updateOrganizationSchema, input, 'the changes')
  return changeOrganization(context, { ownerId, action: 'owner.edit' }, async (edit) => {
    await edit.update(changes)
    return { ownerId }
  })
}
