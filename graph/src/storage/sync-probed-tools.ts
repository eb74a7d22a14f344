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
  const { declares, isFirst } = await findStanding(transaction, serverId)
  if (declares) return false

  const known = await transaction.mcpTool.findMany({
    where: { serverId },
    orderBy: { position: 'asc' },
  })
  const differences = compareTools(known, tools)
  if (differences.length === 0 && isSameOrder(known, tools)) return false

  // The first list is no change of anything.
  const changes = isFirst ? [] : differences
  await writeTools(transaction, serverId, { tools, changes, now })
  const summary = JSON.stringify(toJson(summarizeTools(tools)))
  await transaction.$executeRaw`
    UPDATE graph."McpServer" SET "toolsSummary" = ${summary}::jsonb WHERE id = ${serverId}::uuid`
  return true
}

/** Whether its publisher declared tools, and whether it never had any. */
async function findStanding(
  transaction: Transaction,
  serverId: string,
): Promise<{ declares: boolean; isFirst: boolean }> {
  const [row] = await transaction.$queryRaw<{ declares: boolean; isFirst: boolean }[]>`
    SELECT NOT EXISTS (SELECT 1 FROM graph."McpTool" WHERE "serverId" = ${serverId}::uuid)
      AND NOT EXISTS (SELECT 1 FROM graph."ToolChange" WHERE "serverId" = ${serverId}::uuid) AS "isFirst",
    EXISTS (
      SELECT 1 FROM graph."McpServerVersion" v JOIN graph."McpServer" s ON s.id = v."serverId"
      WHERE s.id = ${serverId}::uuid AND s.source = 'published' AND v."isLatest"
        AND json_typeof(v.definition -> 'tools') = 'array'
        AND json_array_length(v.definition -> 'tools') > 0) AS declares`
  return row ?? { declares: false, isFirst: true }
}

type Named = Pick<Tool, 'name'>

function isSameOrder(known: readonly Named[], tools: readonly Named[]): boolean {
  return (
    known.length === tools.length && known.every(({ name }, place) => name === tools[place]?.name)
  )
}
