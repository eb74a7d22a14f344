import * as z from 'zod'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import type { ConnectionsContext } from './connection-store.ts'
import { connectionNotFound } from './errors.ts'

/**
 * Ends a connection of the viewer's and deletes its tokens. Ending it twice is like ending it once.
 *
 * @throws ConnectionError, AccessError
 */
export async function unlinkServer(
  { viewer: anyone, connections }: ConnectionsContext,
  { connectionId }: { connectionId: string },
): Promise<{ connectionId: string }> {
  const viewer = assertScope(anyone, 'connections:write')
  const id = parseInput(z.uuid(), connectionId, 'the id')
  if (!(await connections.unlink(viewer, id))) throw connectionNotFound()
  return { connectionId }
}
