import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import type { ConnectionsContext } from './connection-store.ts'
import { runFinished, runNotFound } from './errors.ts'
import { finishToolRunSchema } from './tool-run.ts'

/**
 * Records how a run of the viewer's ended. A run ends once.
 *
 * @throws RegistryError, ConnectionError, AccessError
 */
export async function finishToolRun(
  { viewer: anyone, connections, now }: ConnectionsContext,
  input: unknown,
): Promise<{ runId: string }> {
  const viewer = assertScope(anyone, 'connections:write')
  const end = parseInput(finishToolRunSchema, input, 'the end of the run')
  if (await connections.finishRun(viewer, { ...end, now: now() })) return { runId: end.runId }
  throw (await connections.hasRun(viewer, end.runId)) ? runFinished() : runNotFound()
}
