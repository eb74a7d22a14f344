import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import { createOrganizationSchema } from './organization.ts'
import type { OwnershipContext } from './ownership.ts'

/**
 * Creates an organization whose owner is the viewer.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function createOrganization(
  context: OwnershipContext,
  input: unknown,
): Promise<{ ownerId: string }> {
  const viewer = assertScope(context.viewer, 'owners:write')
  const draft = parseInput(createOrganizationSchema, input, 'the organization')
  return { ownerId: await context.ownership.createOrganization(viewer, draft) }
}
