import type { Database } from '@toolgraph/database'
import type { ConnectionStore } from '../connections/connection-store.ts'
import { CONNECTION_SELECT, toConnection } from './connection-rows.ts'
import { linkRow, unlinkRow } from './link-row.ts'
import { endLease, renewUnderLease, takeLease } from './refresh-lease.ts'
import { syncToolRows } from './sync-tool-rows.ts'
import { finishRunRow, startRunRow } from './tool-run-rows.ts'
import { visibleTo } from './visible-to.ts'

/** Creates the store of connections and runs on Prisma: the only implementation. */
export function createConnectionStore(database: Database): ConnectionStore {
  return {
    async findLinkable(viewer, serverId) {
      const row = await database.mcpServer.findFirst({
        where: { id: serverId, AND: visibleTo(viewer).McpServer },
        select: { name: true, baseUrl: true, status: true },
      })
      if (!row) return undefined
      return { name: row.name, isLinkable: row.baseUrl !== null && row.status !== 'deleted' }
    },

    async find(viewer, connectionId) {
      const row = await database.agentConnection.findFirst({
        where: { id: connectionId, AND: visibleTo(viewer).AgentConnection },
        select: CONNECTION_SELECT,
      })
      return row ? toConnection(row) : undefined
    },

    async list(viewer) {
      const rows = await database.agentConnection.findMany({
        where: { AND: visibleTo(viewer).AgentConnection, status: { not: 'revoked' } },
        orderBy: { createdAt: 'desc' },
        select: CONNECTION_SELECT,
      })
      return rows.map(toConnection)
    },

    async hasRun(viewer, runId) {
      const where = { id: runId, AND: visibleTo(viewer).ToolRun }
      return (await database.toolRun.count({ where })) > 0
    },

    link: (viewer, grant) => database.$transaction((tx) => linkRow(tx, viewer, grant)),
    unlink: (viewer, id) => database.$transaction((tx) => unlinkRow(tx, viewer, id)),
    syncTools: (viewer, sync) =>
      database.$transaction((tx) => syncToolRows(tx, viewer, sync), { timeout: 20_000 }),
    lease: (viewer, request) => database.$transaction((tx) => takeLease(tx, viewer, request)),
    renew: (viewer, renewal) => database.$transaction((tx) => renewUnderLease(tx, viewer, renewal)),
    endRefresh: (viewer, end) => database.$transaction((tx) => endLease(tx, viewer, end)),
    startRun: (viewer, start) => database.$transaction((tx) => startRunRow(tx, viewer, start)),
    finishRun: (viewer, end) => finishRunRow(database, viewer, end),
  }
}
