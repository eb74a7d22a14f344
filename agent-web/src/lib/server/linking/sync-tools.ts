import { SyncConnectionToolsDocument } from '#gql/documents'
import { Problem } from '../problem.ts'
import type { LinkingContext } from './linking.ts'
import { withConnection } from './with-connection.ts'

/** What changed in a connection's tools, by name. */
export interface ToolChanges {
  added: string[]
  removed: string[]
  changed: string[]
}

const DEADLINE_MS = 60_000

/** Reads a linked server's tools anew and tells the graph. */
export async function syncTools(
  context: LinkingContext,
  connectionId: string,
): Promise<ToolChanges> {
  const signal = AbortSignal.timeout(DEADLINE_MS)
  const { tools } = await withConnection(context, { connectionId, signal }, (session) =>
    session.listTools(),
  )
  const { syncConnectionTools } = await context.graph.mutate(SyncConnectionToolsDocument, {
    input: {
      connectionId,
      tools: tools.map(({ name, title, description, inputSchema, outputSchema, annotations }) => ({
        name,
        title: title ?? null,
        description,
        inputSchema,
        outputSchema: outputSchema ?? null,
        annotations,
      })),
    },
  })
  if (syncConnectionTools.__typename === 'Refusal')
    throw new Problem('connection_not_found', { cause: syncConnectionTools })
  const { added, removed, changed } = syncConnectionTools
  return { added, removed, changed }
}
