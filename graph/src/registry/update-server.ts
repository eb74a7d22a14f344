import { forbidden } from '../ownership/errors.ts'
import { isAllowed } from '../ownership/permissions.ts'
import { changeKnownServer } from './change-known-server.ts'
import { parseInput } from './parse-input.ts'
import type { RegistryContext } from './registry.ts'
import { updateServerSchema } from './server.ts'

/**
 * Changes what a server says of itself, without a new version. Who sees it is for another role to change.
 *
 * @throws RegistryError, OwnershipError, AccessError
 */
export async function updateServer(
  context: RegistryContext,
  { serverId, input }: { serverId: string; input: unknown },
): Promise<{ serverId: string }> {
  const changes = parseInput(updateServerSchema, input, 'the changes')
  const action = 'server.edit'
  return changeKnownServer(context, { serverId, action }, async (edit, known) => {
    const isShown = changes.visibility === undefined || changes.visibility === known.visibility
    if (!isShown && !isAllowed(context, known.role, 'server.visibility'))
      throw forbidden('server.visibility', known.name)
    await edit.update(known.id, changes, context.now())
    await edit.append(known.id, { kind: 'updated' })
    return { serverId: known.id }
  })
}
