import { parseInput } from '../registry/parse-input.ts'
import { fingerprintTool } from '../registry/tool.ts'
import { assertScope } from '../registry/viewer.ts'
import { syncToolsSchema, type SeenTool } from './connection-tool.ts'
import type { ConnectionsContext, ToolDifference } from './connection-store.ts'
import { connectionInactive, connectionNotFound } from './errors.ts'

/**
 * Replaces the tools of a connection by what the server's `tools/list` gave this person. Nobody else ever sees them.
 *
 * @throws RegistryError, ConnectionError, AccessError
 */
export async function syncTools(
  { viewer: anyone, connections, now }: ConnectionsContext,
  input: unknown,
): Promise<ToolDifference & { connectionId: string }> {
  const viewer = assertScope(anyone, 'connections:write')
  const { connectionId, tools } = parseInput(syncToolsSchema, input, 'the tools')
  // A server that lists a name twice means the last one.
  const byName = new Map(tools.map((tool) => [tool.name, tool]))
  const seen = await Promise.all([...byName.values()].map(toSeenTool))

  const difference = await connections.syncTools(viewer, { connectionId, tools: seen, now: now() })
  if (difference) return { connectionId, ...difference }
  throw (await connections.find(viewer, connectionId)) ? connectionInactive() : connectionNotFound()
}

async function toSeenTool(tool: {
  name: string
  title?: string | undefined
  description?: string | undefined
  inputSchema: unknown
  outputSchema?: unknown
  annotations?: unknown
}): Promise<SeenTool> {
  const definition = {
    name: tool.name,
    title: tool.title,
    description: tool.description ?? '',
    inputSchema: tool.inputSchema,
    outputSchema: tool.outputSchema,
    annotations: tool.annotations ?? {},
  }
  return { ...definition, fingerprint: await fingerprintTool(definition) }
}
