import { Prisma, type Transaction } from '@toolgraph/database'
import type { ToolDifference } from '../connections/connection-store.ts'
import type { SeenTool } from '../connections/connection-tool.ts'
import type { Viewer } from '../registry/viewer.ts'
import { appendConnectionEvent } from './connection-rows.ts'
import { toJson } from './json.ts'

/** A list of tools that is younger is not read again on a person's word. */
const LOOKED_AT_MS = 60_000

/** `ConnectionStore.syncTools`, inside a transaction. */
export async function syncToolRows(
  transaction: Transaction,
  viewer: Viewer,
  { connectionId, tools, now }: { connectionId: string; tools: readonly SeenTool[]; now: Date },
): Promise<ToolDifference | undefined> {
  // Takes the row for this transaction: two syncs come one after the other.
  const [connection] = await transaction.agentConnection.updateManyAndReturn({
    where: { id: connectionId, agentUserId: viewer.subject, status: 'active' },
    data: { lastSyncAt: now },
    select: { mcpServerId: true },
  })
  if (!connection) return undefined

  const before = await transaction.connectionTool.findMany({
    where: { connectionId },
    select: { id: true, name: true, fingerprint: true },
  })
  const known = new Map(before.map((tool) => [tool.name, tool]))
  await transaction.connectionTool.deleteMany({ where: { connectionId } })
  await transaction.connectionTool.createMany({
    data: tools.map((tool, position) => {
      const id = known.get(tool.name)?.id
      // A tool that stays keeps its id.
      return { ...toRow(tool), connectionId, position, syncedAt: now, ...(id ? { id } : {}) }
    }),
  })

  const { mcpServerId: serverId } = connection
  await appendConnectionEvent(transaction, viewer, { connectionId, serverId, kind: 'synced' })
  const names = new Set(tools.map(({ name }) => name))
  const difference = {
    added: tools.filter(({ name }) => !known.has(name)).map(({ name }) => name),
    removed: before.filter(({ name }) => !names.has(name)).map(({ name }) => name),
    changed: tools
      .filter(({ name, fingerprint }) => {
        const old = known.get(name)
        return old !== undefined && old.fingerprint !== fingerprint
      })
      .map(({ name }) => name),
  }
  const isChanged = Object.values(difference).some((changed) => changed.length > 0)
  if (isChanged) await lookAgain(transaction, serverId, now)
  return difference
}

/**
 * A person's list differs from what it was: our own probe is to look, soon. What the person saw enters no public
 * list; and a server that just was looked at, or that fails, is not probed more often because somebody says so.
 */
async function lookAgain(transaction: Transaction, serverId: string, now: Date): Promise<void> {
  const lookedAt = new Date(now.getTime() - LOOKED_AT_MS)
  await transaction.$executeRaw`
    UPDATE graph."McpServer" SET "toolsDueAt" = NULL, "probeDueAt" = least("probeDueAt", ${now})
    WHERE id = ${serverId}::uuid AND "healthState" = 'open' AND "healthCheckedAt" < ${lookedAt}`
}

function toRow({ name, title, description, fingerprint, ...tool }: SeenTool) {
  return {
    name,
    description,
    fingerprint,
    title: title ?? null,
    inputSchema: toJson(tool.inputSchema),
    outputSchema: tool.outputSchema ? toJson(tool.outputSchema) : Prisma.DbNull,
    annotations: toJson(tool.annotations ?? {}),
  }
}
