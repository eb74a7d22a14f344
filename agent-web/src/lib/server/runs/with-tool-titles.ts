import { ToolTitlesDocument, type ToolTitlesQuery } from '#gql/documents'
import { ask } from '../event.ts'

type Event = Parameters<typeof ask>[0]

interface RunOfTool {
  toolName: string
  connection: { id: string }
}

/**
 * Gives runs the titles of their tools in the reader's language, as the workbench shows them: the registry's
 * where its definition is the same to the letter, else what the connection saw. A tool that is gone has none.
 */
export async function withToolTitles<run extends RunOfTool>(
  event: Event,
  runs: readonly run[],
): Promise<(run & { toolTitle: string | null })[]> {
  const ids = [...new Set(runs.map(({ connection }) => connection.id))]
  if (ids.length === 0) return []
  const { locale } = event.locals
  const { nodes } = await ask(event, ToolTitlesDocument, { ids, locale })
  const titles = new Map(nodes.flatMap(listTitles))
  return runs.map((run) => ({
    ...run,
    toolTitle: titles.get(keyOf(run.connection.id, run.toolName)) ?? null,
  }))
}

function listTitles(node: ToolTitlesQuery['nodes'][number]): [string, string][] {
  if (!node || !('tools' in node)) return []
  const published = new Map(node.server.tools.map((tool) => [tool.fingerprint, tool.title]))
  return node.tools.flatMap(({ name, title, fingerprint }) => {
    const shown = published.get(fingerprint) ?? title
    return shown ? [[keyOf(node.id, name), shown]] : []
  })
}

function keyOf(connectionId: string, toolName: string): string {
  return `${connectionId} ${toolName}`
}
