import * as z from 'zod'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import type { ConnectionsContext } from './connection-store.ts'
import { leaseLost } from './errors.ts'

const endSchema = z.strictObject({
  connectionId: z.uuid(),
  lease: z.uuid(),
  needsSignIn: z.boolean(),
})

/**
 * Gives a lease back without a token set: the issuer could not be asked, or refused for good (then the person must
 * sign in again).
 *
 * @throws ConnectionError `ERR_LEASE_LOST`, AccessError
 */
export async function endRefresh(
  { viewer: anyone, connections }: ConnectionsContext,
  input: unknown,
): Promise<{ connectionId: string }> {
  const viewer = assertScope(anyone, 'connections:write')
  const end = parseInput(endSchema, input, 'the end of the refresh')
  if (!(await connections.endRefresh(viewer, end))) throw leaseLost()
  return { connectionId: end.connectionId }
}
