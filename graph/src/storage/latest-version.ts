import { findLatest, serverJsonSchema } from '@toolgraph/server-json'
import type { Transaction } from '@toolgraph/database'
import { compareTools } from '../registry/compare-tools.ts'
import { declaredTools } from '../registry/declared-tools.ts'
import { publishServerSchema } from '../registry/server.ts'
import { factsOfManifest, factsOfServerJson, type ServerFacts } from '../registry/server-facts.ts'
import type { Tool } from '../registry/tool.ts'
import { findTaken } from './claims.ts'
import { factColumns, toolColumns } from './server-columns.ts'
import { writeTools } from './tool-rows.ts'

/**
 * Decides anew which version of a server is the latest, among those that are not deleted, and brings the server's row
 * to it. Where all are deleted the latest of them stays it, as a tombstone, and the server is withdrawn.
 */
export async function refreshLatest(
  transaction: Transaction,
  serverId: string,
  now: Date,
): Promise<void> {
  const versions = await transaction.mcpServerVersion.findMany({
    where: { serverId },
    select: { version: true, status: true, publishedAt: true },
  })
  const standing = versions.filter(({ status }) => status !== 'deleted')
  const latest = findLatest(
    (standing.length > 0 ? standing : versions).map(({ publishedAt, ...version }) => ({
      ...version,
      publishedAt: publishedAt.toISOString(),
    })),
  )
  if (!latest) return

  await transaction.$executeRaw`
    UPDATE graph."McpServerVersion" SET "isLatest" = (version = ${latest.version})
    WHERE "serverId" = ${serverId}::uuid AND "isLatest" <> (version = ${latest.version})`
  const server = await transaction.mcpServer.findUniqueOrThrow({
    where: { id: serverId },
    select: { version: true, status: true, baseUrl: true },
  })
  if (server.version !== latest.version) await bringTo(transaction, serverId, latest.version, now)
  const isBack = server.status === 'deleted' && latest.status !== 'deleted'
  await transaction.mcpServer.update({
    where: { id: serverId },
    data: {
      status: latest.status,
      ...(latest.status === 'deleted' ? { probeDueAt: null } : {}),
      ...(isBack && server.baseUrl !== null ? { probeDueAt: now } : {}),
    },
  })
}

/** Writes what a version says of its server into the server's row. */
export async function bringTo(
  transaction: Transaction,
  serverId: string,
  version: string,
  now: Date,
): Promise<void> {
  const { baseUrl } = await transaction.mcpServer.findUniqueOrThrow({
    where: { id: serverId },
    select: { baseUrl: true },
  })
  const { facts, tools } = await readVersion(transaction, serverId, version)
  // Another server may have taken the address while a later version stood that did not claim it.
  const isTaken = facts.url && (await findTaken(transaction, serverId, [facts.url])) !== undefined
  const settled = isTaken ? { ...facts, url: null, transport: null } : facts
  await transaction.mcpServer.update({
    where: { id: serverId },
    data: {
      ...factColumns(settled),
      ...(tools ? toolColumns(settled, tools) : {}),
      ...(settled.url === baseUrl ? {} : { ...MOVED, probeDueAt: settled.url ? now : null }),
      version,
    },
  })
  if (!tools) return
  const known = await transaction.mcpTool.findMany({
    where: { serverId },
    orderBy: { position: 'asc' },
  })
  await writeTools(transaction, serverId, { tools, changes: compareTools(known, tools), now })
}

/** Where its tokens come from is not known of another address; its health is forgotten by the database. */
const MOVED = {
  oauthIssuer: null,
  authorizationEndpoint: null,
  tokenEndpoint: null,
  jwksUri: null,
} as const

/** The texts of the `server.json`, which may have been edited; the rest as it was declared in our own form. */
async function readVersion(
  transaction: Transaction,
  serverId: string,
  version: string,
): Promise<{ facts: ServerFacts; tools: Tool[] | undefined }> {
  const row = await transaction.mcpServerVersion.findUniqueOrThrow({
    where: { serverId_version: { serverId, version } },
    select: { manifest: true, definition: true },
  })
  const declared = publishServerSchema.safeParse(row.definition).data
  if (declared) return { facts: factsOfManifest(declared), tools: await declaredTools(declared) }
  return { facts: factsOfServerJson(serverJsonSchema.parse(row.manifest)), tools: undefined }
}
