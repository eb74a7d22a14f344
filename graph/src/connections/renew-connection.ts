import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import { renewConnectionSchema } from './connection.ts'
import type { ConnectionsContext } from './connection-store.ts'
import { leaseLost } from './errors.ts'

/**
 * Stores the token set that a refresh gave, as the next version, and gives the lease back.
 *
 * @throws RegistryError, ConnectionError `ERR_LEASE_LOST`, AccessError
 */
export async function renewConnection(
  { viewer: anyone, connections }: ConnectionsContext,
  input: unknown,
): Promise<{ connectionId: string }> {
  const viewer = assertScope(anyone, 'connections:write')
  const renewal = parseInput(renewConnectionSchema, input, 'the renewal')
  if (!(await connections.renew(viewer, renewal))) throw leaseLost()
  return { connectionId: renewal.connectionId }
}
