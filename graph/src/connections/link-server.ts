import { assertWithin } from '../limits/assert-within.ts'
import { serverNotFound } from '../registry/errors.ts'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import { linkServerSchema } from './connection.ts'
import type { ConnectionsContext } from './connection-store.ts'
import { serverNotLinkable } from './errors.ts'

/**
 * Records the grant that the viewer gave their agent at a server. A second one to the same server takes the place of
 * the first.
 *
 * @throws RegistryError, ConnectionError, AccessError, LimitError
 */
export async function linkServer(
  context: ConnectionsContext,
  input: unknown,
): Promise<{ connectionId: string }> {
  const { connections } = context
  const viewer = assertScope(context.viewer, 'connections:write')
  const grant = parseInput(linkServerSchema, input, 'the link')
  const server = await connections.findLinkable(viewer, grant.serverId)
  if (!server) throw serverNotFound(grant.serverId)
  if (!server.isLinkable) throw serverNotLinkable(server.name)
  await assertWithin(context, 'link')
  return { connectionId: await connections.link(viewer, { ...grant, now: context.now() }) }
}
