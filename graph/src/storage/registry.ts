import type { Database } from '@toolgraph/database'
import type { ReservedNamespaces } from '../namespaces/namespace.ts'
import type { Registry } from '../registry/registry.ts'
import { toNameKey } from '../registry/server.ts'
import type { ServerRecord } from '../registry/server-record.ts'
import { changeServer } from './change-server.ts'
import { findByFormerName } from './former-name.ts'
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

/** What the registry is made with. */
export interface RegistryOptions {
  /** Namespaces that the operator keeps (default: none). */
  reserved?: ReservedNamespaces
  /** Public address of the graph, under which pictures are read (default: none, their addresses begin with a slash). */
  graphUrl?: string
}

/** Creates the registry on Prisma: the only implementation. */
export function createRegistry(
  database: Database,
  { reserved = new Map(), graphUrl = '' }: RegistryOptions = {},
): Registry {
  return {
    async find(viewer, reference) {
      const find = (key: { id: string } | { nameKey: string }) =>
        database.mcpServer.findFirst({
          where: { ...key, AND: visibleTo(viewer).McpServer },
          select: RECORD_SELECT,
        })
      if ('id' in reference) return toFound(await find(reference), graphUrl)
      const named = await find({ nameKey: toNameKey(reference.name) })
      if (named) return toServerRecord(named, graphUrl)
      const id = await findByFormerName(database, viewer, reference.name)
      return id === undefined ? undefined : toFound(await find({ id }), graphUrl)
    },

    async findSummaries(viewer, ids) {
      const rows = await database.mcpServer.findMany({
        where: { id: { in: [...ids] }, AND: visibleTo(viewer).McpServer },
        select: SUMMARY_SELECT,
      })
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.flatMap((id) => byId.get(id) ?? []).map((row) => toServerSummary(row, graphUrl))
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
        where: {
          baseUrl: uri,
          oauthIssuer: { not: null },
          status: { not: 'deleted' },
          moderation: 'clear',
        },
        select: RESOURCE_SELECT,
      })
      return row ? toResource(row) : undefined
    },

    change: (change, work) => changeServer(database, { ...change, reserved }, work),
  }
}

function toFound(
  row: Parameters<typeof toServerRecord>[0] | null,
  graphUrl: string,
): ServerRecord | undefined {
  return row ? toServerRecord(row, graphUrl) : undefined
}
