import * as z from 'zod'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import type { ConnectionsContext } from './connection-store.ts'
import { connectionNotFound } from './errors.ts'

/** How long the holder of a lease has for the token endpoint and the write. */
export const REFRESH_LEASE_MS = 60_000

const leaseSchema = z.strictObject({ connectionId: z.uuid(), tokenVersion: z.int().min(0) })

/**
 * Takes the right to spend the refresh token of the version that was read. Of any number of callers one gets a lease;
 * the others wait and read again.
 *
 * @throws ConnectionError, AccessError
 */
export async function leaseRefresh(
  { viewer: anyone, connections, now }: ConnectionsContext,
  input: unknown,
): Promise<{ connectionId: string; lease: string | undefined }> {
  const viewer = assertScope(anyone, 'connections:write')
  const { connectionId, tokenVersion } = parseInput(leaseSchema, input, 'the request for a lease')
  const from = now()
  const until = new Date(from.getTime() + REFRESH_LEASE_MS)
  const lease = await connections.lease(viewer, { connectionId, tokenVersion, now: from, until })
  if (!lease && !(await connections.find(viewer, connectionId))) throw connectionNotFound()
  return { connectionId, lease }
}
