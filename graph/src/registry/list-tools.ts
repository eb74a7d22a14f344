import type { FindContext } from './get-server.ts'
import type { FoundTool } from './server-record.ts'

/** Lists the tools of these ids that the viewer may see, in this order: a page that a search has ranked. */
export function listTools(
  { viewer, registry }: FindContext,
  ids: readonly string[],
): Promise<FoundTool[]> {
  return registry.findTools(viewer, ids)
}
