import { Prisma, type Transaction } from '@toolgraph/database'
import type { Publication } from '../registry/registry.ts'
import type { Tool } from '../registry/tool.ts'
import { appendEvent } from './event-log.ts'
import { toJson } from './json.ts'

/** What a list of servers says of the tools of each. */
export function summarizeTools(tools: readonly Tool[]) {
  const hints = tools.map(({ annotations }) => Object(annotations) as Record<string, unknown>)
  return {
    total: tools.length,
    readOnly: hints.filter((hint) => hint['readOnlyHint'] === true).length,
    destructive: hints.filter((hint) => hint['destructiveHint'] === true).length,
    names: tools.map(({ name }) => name),
  }
}

/** Replaces the tools of a server, and writes down what changed. */
export async function writeTools(
  transaction: Transaction,
  serverId: string,
  { tools, changes, now }: Pick<Publication, 'changes' | 'now'> & { tools: readonly Tool[] },
): Promise<void> {
  const names = tools.map(({ name }) => name)
  await transaction.mcpTool.deleteMany({ where: { serverId, name: { notIn: names } } })
  const known = await transaction.mcpTool.findMany({
    where: { serverId },
    select: { name: true },
  })
  const knownNames = new Set(known.map(({ name }) => name))
  const rows = tools.map((tool, position) => toToolRow(tool, { serverId, position }))
  await transaction.mcpTool.createMany({ data: rows.filter(({ name }) => !knownNames.has(name)) })
  for (const row of rows.filter(({ name }) => knownNames.has(name)))
    await transaction.mcpTool.update({
      where: { serverId_name: { serverId, name: row.name } },
      data: row,
    })
  await writeFingerprint(transaction, serverId)

  if (changes.length === 0) return
  await transaction.toolChange.createMany({
    data: changes.map(({ toolName, kind, severity, before, after }) => ({
      serverId,
      toolName,
      kind,
      severity,
      detectedAt: now,
      before: before ? toJson(before) : Prisma.DbNull,
      after: after ? toJson(after) : Prisma.DbNull,
    })),
  })
  await forgetOldChanges(transaction, serverId)
  await appendEvent(transaction, {
    topic: 'tools',
    serverId,
    payload: {
      changes: changes.map(({ toolName, kind, severity }) => ({ toolName, kind, severity })),
    },
  })
}

/** So many changes of one server are kept: a server that changes its tools with each look fills no disk. */
const MAX_CHANGES_KEPT = 500

async function forgetOldChanges(transaction: Transaction, serverId: string): Promise<void> {
  await transaction.$executeRaw`
    DELETE FROM graph."ToolChange" WHERE id IN (
      SELECT id FROM graph."ToolChange" WHERE "serverId" = ${serverId}::uuid
      ORDER BY "detectedAt" DESC, id DESC OFFSET ${MAX_CHANGES_KEPT})`
}

/** One fingerprint for all tools of a server: that of any change in any of them. */
async function writeFingerprint(transaction: Transaction, serverId: string): Promise<void> {
  await transaction.$executeRaw`
    UPDATE graph."McpServer" SET "toolsFingerprint" = (
      SELECT encode(sha256(convert_to(
        string_agg(name || ' ' || fingerprint, E'\\n' ORDER BY name COLLATE "C"), 'UTF8')), 'hex')
      FROM graph."McpTool" WHERE "serverId" = ${serverId}::uuid)
    WHERE id = ${serverId}::uuid`
}

function toToolRow(
  tool: Tool,
  { serverId, position }: { serverId: string; position: number },
): Prisma.McpToolCreateManyInput {
  const { name, description, fingerprint } = tool
  return {
    serverId,
    position,
    name,
    description,
    fingerprint,
    title: tool.title ?? null,
    inputSchema: toJson(tool.inputSchema),
    outputSchema: tool.outputSchema ? toJson(tool.outputSchema) : Prisma.DbNull,
    annotations: toJson(tool.annotations ?? {}),
    scopes: [...tool.scopes],
    translations: toJson(tool.translations ?? {}),
  }
}
