import type { FindContext } from './get-server.ts'
import type { ServerSummary } from './server-record.ts'

/** Lists the servers of these ids that the viewer may see, in this order: a page that a search has ranked. */
export function listServers(
  { viewer, registry }: FindContext,
  ids: readonly string[],
): Promise<ServerSummary[]> {
  return registry.findSummaries(viewer, ids)
}
