import { Prisma, type Transaction } from '@toolgraph/database'
import {
  searchDocuments,
  type IndexedWord,
  type SearchableServer,
  type SearchDocument,
} from '../search/search-document.ts'
import { quoteLexeme } from './search-conditions.ts'

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

async function refreshSome(transaction: Transaction, serverIds: string[]): Promise<number> {
  // The lock puts two writers of one server in a line. Without it each would remove the old documents, and both add.
  await transaction.$queryRaw`SELECT id FROM graph."McpServer"
    WHERE id = ANY(${serverIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  await transaction.$executeRaw`DELETE FROM graph."SearchDocument"
    WHERE "serverId" = ANY(${serverIds}::uuid[])`
  const servers = await readServers(transaction, serverIds)
  const documents = servers.flatMap(searchDocuments)
  if (documents.length > 0) await insert(transaction, documents)
  return documents.length
}

function readServers(transaction: Transaction, serverIds: string[]): Promise<SearchableServer[]> {
  return transaction.mcpServer.findMany({
    where: { id: { in: serverIds } },
    select: {
      id: true,
      name: true,
      title: true,
      description: true,
      categories: true,
      tags: true,
      scopes: true,
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
}

function insert(transaction: Transaction, documents: readonly SearchDocument[]): Promise<number> {
  const column = <value>(read: (document: SearchDocument) => value) => documents.map(read)
  return transaction.$executeRaw(Prisma.sql`
    INSERT INTO graph."SearchDocument" (id, "serverId", "toolId", vector, text)
    SELECT id, server_id, nullif(tool_id, '')::uuid, vector::tsvector, text
    FROM unnest(
      ${column(() => crypto.randomUUID())}::uuid[],
      ${column(({ serverId }) => serverId)}::uuid[],
      ${column(({ toolId }) => toolId ?? '')}::text[],
      ${column(({ words }) => toTsvector(words))}::text[],
      ${column(({ text }) => text)}::text[]
    ) AS made (id, server_id, tool_id, vector, text)`)
}

/** The text form of `tsvector`: `'room':1A,7D 'book':2`. D is the weight that needs no letter. */
function toTsvector(words: readonly IndexedWord[]): string {
  return words
    .map(({ word, positions }) => {
      const places = positions.map(({ at, weight }) => `${at}${weight}`)
      return `${quoteLexeme(word)}:${places.join(',')}`
    })
    .join(' ')
}
