import type { Transaction } from '@toolgraph/database'
import { compareTools } from '../registry/compare-tools.ts'
import type { Tool } from '../registry/tool.ts'
import { toJson } from './json.ts'
import { summarizeTools, writeTools } from './tool-rows.ts'

/**
 * Replaces the tools of a server by what our own probe read. Tools that a publisher declared stay: they
 * belong to a version, and never change within it.
 *
 * @returns Whether anything changed
 */
export async function syncProbedTools(
  transaction: Transaction,
  { serverId, tools, now }: { serverId: string; tools: readonly Tool[]; now: Date },
): Promise<boolean> {
  if (await hasDeclaredTools(transaction, serverId)) return false

  const known = await transaction.mcpTool.findMany({
    where: { serverId },
    orderBy: { position: 'asc' },
  })
  if (isSameList(known, tools)) return false

  // The first list is no change of anything.
  const changes = known.length === 0 ? [] : compareTools(known, tools)
  await writeTools(transaction, serverId, { tools, changes, now })
  const summary = JSON.stringify(toJson(summarizeTools(tools)))
  await transaction.$executeRaw`
    UPDATE graph."McpServer" SET "toolsSummary" = ${summary}::jsonb WHERE id = ${serverId}::uuid`
  return true
}

async function hasDeclaredTools(transaction: Transaction, serverId: string): Promise<boolean> {
  const [row] = await transaction.$queryRaw<{ declares: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM graph."McpServerVersion" v JOIN graph."McpServer" s ON s.id = v."serverId"
      WHERE s.id = ${serverId}::uuid AND s.source = 'published' AND v."isLatest"
        AND json_typeof(v.definition -> 'tools') = 'array'
        AND json_array_length(v.definition -> 'tools') > 0) AS declares`
  return row?.declares ?? false
}

type Fingerprinted = Pick<Tool, 'name' | 'fingerprint'>

function isSameList(known: readonly Fingerprinted[], tools: readonly Fingerprinted[]): boolean {
  return (
    known.length === tools.length &&
    known.every(({ fingerprint }, place) => fingerprint === tools[place]?.fingerprint)
  )
}
