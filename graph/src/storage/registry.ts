import type { Database } from '@toolgraph/database'
import type { Registry } from '../registry/registry.ts'
import { toNameKey } from '../registry/server.ts'
import { changeServer } from './change-server.ts'
import {
  RECORD_SELECT,
  RESOURCE_SELECT,
  SUMMARY_SELECT,
  toFoundTool,
  TOOL_SELECT,
  toResource,
  toServerRecord,
  toServerSummary,
} from './server-rows.ts'
import { visibleTo } from './visible-to.ts'

/** Creates the registry on Prisma: the only implementation. */
export function createRegistry(database: Database): Registry {
  return {
    async find(viewer, reference) {
      const key = 'id' in reference ? { id: reference.id } : { nameKey: toNameKey(reference.name) }
      const row = await database.mcpServer.findFirst({
        where: { ...key, AND: visibleTo(viewer).McpServer },
        select: RECORD_SELECT,
      })
      return row ? toServerRecord(row) : undefined
    },

    async findSummaries(viewer, ids) {
      const rows = await database.mcpServer.findMany({
        where: { id: { in: [...ids] }, AND: visibleTo(viewer).McpServer },
        select: SUMMARY_SELECT,
      })
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.flatMap((id) => byId.get(id) ?? []).map(toServerSummary)
    },

    async findTools(viewer, ids) {
      const rows = await database.mcpTool.findMany({
        where: { id: { in: [...ids] }, AND: visibleTo(viewer).McpTool },
        select: TOOL_SELECT,
      })
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.flatMap((id) => byId.get(id) ?? []).map(toFoundTool)
    },

    async findResource(uri) {
      // An issuer asks on behalf of nobody in particular. Who knows the endpoint of a private server learns
      // here what the server's own public metadata says, and the name it is registered under.
      const row = await database.mcpServer.findFirst({
        where: { baseUrl: uri, oauthIssuer: { not: null }, status: { not: 'deleted' } },
        select: RESOURCE_SELECT,
      })
      return row ? toResource(row) : undefined
    },

    change: (change, work) => changeServer(database, change, work),
  }
}
