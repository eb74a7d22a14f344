import { forbidden } from '../ownership/errors.ts'
import { isAllowed, type Action } from '../ownership/permissions.ts'
import { serverNotFound } from './errors.ts'
import type { KnownServer, RegistryContext } from './registry.ts'

/**
 * Passes a server that stands and that the viewer may change in some way.
 *
 * @throws OwnershipError `ERR_FORBIDDEN` for who may see it; RegistryError `ERR_SERVER_NOT_FOUND` for who may not
 */
export async function assertKnown(
  context: RegistryContext,
  action: Action,
  { name, known }: { name: string; known: KnownServer | undefined },
): Promise<KnownServer> {
  if (!known) throw serverNotFound(name)
  if (isAllowed(context, known.role, action)) return known
  const isVisible = await context.registry.find(context.viewer, { id: known.id })
  throw isVisible ? forbidden(action, known.name) : serverNotFound(name)
}
