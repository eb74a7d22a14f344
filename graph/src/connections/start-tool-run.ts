import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import type { ConnectionsContext } from './connection-store.ts'
import { connectionInactive, connectionNotFound, tooManyRuns } from './errors.ts'
import { MAX_RUNNING, startToolRunSchema } from './tool-run.ts'

/**
 * Records that a tool begins to run through a connection of the viewer's; `MAX_RUNNING` at once, wherever they began.
 *
 * @throws RegistryError, ConnectionError, AccessError
 */
export async function startToolRun(
  { viewer: anyone, connections, now }: ConnectionsContext,
  input: unknown,
): Promise<{ runId: string }> {
  const viewer = assertScope(anyone, 'connections:write')
  const start = parseInput(startToolRunSchema, input, 'the run')
  const runId = await connections.startRun(viewer, { ...start, now: now() })
  if (runId) return { runId }
  const connection = await connections.find(viewer, start.connectionId)
  if (connection?.status === 'active') throw tooManyRuns(MAX_RUNNING)
  throw connection ? connectionInactive() : connectionNotFound()
}
