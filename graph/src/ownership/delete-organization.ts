import { changeOrganization } from './change-organization.ts'
import { notEmpty } from './errors.ts'
import type { OwnershipContext } from './ownership.ts'

/**
 * Deletes an organization that has no servers. Its slug is never given to another.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function deleteOrganization(
  context: OwnershipContext,
  { ownerId }: { ownerId: string },
): Promise<{ ownerId: string }> {
  return changeOrganization(context, { ownerId, action: 'owner.delete' }, async (edit, known) => {
    if (known.servers > 0) throw notEmpty(known.name, known.servers)
    await edit.delete(context.now())
    return { ownerId }
  })
}
