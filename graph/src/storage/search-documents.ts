import { Prisma, type Database, type Transaction } from '@toolgraph/database'
import { toLexeme, type IndexedWord } from '../search/page.ts'
import {
  DOCUMENT_REVISION,
  searchDocuments,
  type SearchableServer,
  type SearchDocument,
} from '../search/search-document.ts'
import { addNameWords } from './name-words.ts'
import { quoteLexeme } from './search-leaves.ts'

const SERVERS_AT_ONCE = 500

/**
 * Writes the search documents of these servers anew. To be called in the transaction that changed them.
 *
 * @returns How many documents were written
 */
export async function refreshSearchDocuments(
  transaction: Transaction,
  serverIds: readonly string[],
): Promise<number> {
  const ids = [...new Set(serverIds)].sort()
  let written = 0
  for (let at = 0; at < ids.length; at += SERVERS_AT_ONCE) {
    written += await refreshSome(transaction, ids.slice(at, at + SERVERS_AT_ONCE))
  }
  return written
}

/** `SearchIndex.refreshOutdated`, some servers at a time. */
export async function refreshOutdated(database: Database, signal: AbortSignal): Promise<number> {
  let written = 0
  while (!signal.aborted) {
    const rows = await database.$queryRaw<{ id: string }[]>`
      SELECT s.id FROM graph."McpServer" s
      LEFT JOIN graph."SearchDocument" d ON d."serverId" = s.id AND d.revision = ${DOCUMENT_REVISION}::int
      WHERE d."serverId" IS NULL LIMIT ${SERVERS_AT_ONCE}::int`
    if (rows.length === 0) return written
    const ids = rows.map(({ id }) => id)
    written += await database.$transaction(
      (transaction) => refreshSearchDocuments(transaction, ids),
      { timeout: 60_000 },
    )
  }
  return written
}

async function refreshSome(transaction: Transaction, serverIds: string[]): Promise<number> {
  // The lock puts two writers of one server in a line. Without it each would remove the old documents, and both add.
  await transaction.$queryRaw`SELECT id FROM graph."McpServer"
    WHERE id = ANY(${serverIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  await transaction.$executeRaw`DELETE FROM graph."SearchDocument"
    WHERE "serverId" = ANY(${serverIds}::uuid[])`
  await transaction.$executeRaw`DELETE FROM graph."ToolSearchDocument"
    WHERE "serverId" = ANY(${serverIds}::uuid[])`
  const servers = await readServers(transaction, serverIds)
  const documents = servers.flatMap(searchDocuments)
  if (documents.length > 0) await insert(transaction, documents)
  return documents.length
}

/** A name that a server had before stands in its document as its scopes do: in passing. */
async function readServers(
  transaction: Transaction,
  serverIds: string[],
): Promise<SearchableServer[]> {
  const rows = await transaction.mcpServer.findMany({
    where: { id: { in: serverIds } },
    select: {
      id: true,
      name: true,
      title: true,
      description: true,
      categories: true,
      tags: true,
      scopes: true,
      aliases: { orderBy: { nameKey: 'asc' }, select: { name: true } },
      translations: true,
      tools: {
        orderBy: [{ position: 'asc' }, { name: 'asc' }],
        select: {
          id: true,
          name: true,
          title: true,
          description: true,
          inputSchema: true,
          translations: true,
        },
      },
    },
  })
  return rows.map(({ aliases, ...server }) => ({
    ...server,
    scopes: [...server.scopes, ...aliases.map(({ name }) => name)],
  }))
}

async function insert(
  transaction: Transaction,
  documents: readonly SearchDocument[],
): Promise<void> {
  const ofServers = documents.filter(({ toolId }) => toolId === undefined)
  const ofTools = documents.filter(({ toolId }) => toolId !== undefined)
  await transaction.$executeRaw(Prisma.sql`
    INSERT INTO graph."SearchDocument" ("serverId", vector, text, revision, "isPublic", standing, facets)
    SELECT made.id, made.vector::tsvector, made.text, ${DOCUMENT_REVISION}::int, ${STANDING_COLUMNS}
    FROM unnest(${ofServers.map(({ serverId }) => serverId)}::uuid[],
      ${ofServers.map(({ words }) => toTsvector(words))}::text[],
      ${ofServers.map(({ text }) => text)}::text[]) AS made (id, vector, text)
    JOIN graph."McpServer" s ON s.id = made.id`)
  await transaction.$executeRaw(Prisma.sql`
    INSERT INTO graph."ToolSearchDocument" ("toolId", "serverId", vector, "isPublic", standing, facets)
    SELECT made.id, s.id, made.vector::tsvector, ${STANDING_COLUMNS}
    FROM unnest(${ofTools.map(({ toolId }) => toolId)}::uuid[],
      ${ofTools.map(({ serverId }) => serverId)}::uuid[],
      ${ofTools.map(({ words }) => toTsvector(words))}::text[]) AS made (id, server_id, vector)
    JOIN graph."McpServer" s ON s.id = made.server_id`)
  await addNameWords(
    transaction,
    ofServers.map(({ text }) => text),
  )
}

/** Who may see it, how it stands and what it is counted by, kept beside the words: from here on a trigger keeps them as the server has them. */
const STANDING_COLUMNS = Prisma.sql`s.visibility = 'public' AND s.status <> 'deleted' AND s.moderation = 'clear',
  graph.search_standing(s."linkCount", s."isVerified", s."publishedAt"), graph.search_facets(s)`

/** The text form of `tsvector`, without places: nothing asks for them. */
function toTsvector(words: readonly IndexedWord[]): string {
  return words.map(({ word, weight }) => quoteLexeme(toLexeme(word, weight))).join(' ')
}
