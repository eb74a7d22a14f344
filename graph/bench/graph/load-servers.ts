import { createHash } from 'node:crypto'
import type { Database, Transaction } from '@toolgraph/database'
import { Oddities } from '../../src/import/oddity.ts'
import { parseRecord } from '../../src/import/parse-record.ts'
import { planImport } from '../../src/import/plan-import.ts'
import { markLatest, upsertImported, upsertVersions } from '../../src/storage/import-sql.ts'
import { refreshSearchDocuments } from '../../src/storage/search-documents.ts'
import type { MadeServer } from './make-servers.ts'

const SERVERS_AT_ONCE = 500
/** While Postgres writes one part, the words of the next one are cut. */
const PARTS_AT_ONCE = 2
const TRANSACTION_TIMEOUT_MS = 300_000

/**
 * Writes servers that were made, by the same statements as an import does, with tools, readings and search documents.
 *
 * @param database An empty one; nobody else writes to it
 * @param progress Hears how many are written
 */
export async function loadServers(
  database: Database,
  servers: Iterable<MadeServer>,
  progress: (written: number) => void = () => {},
): Promise<void> {
  const parts = chunk(servers, SERVERS_AT_ONCE)
  let written = 0
  await Promise.all(
    Array.from({ length: PARTS_AT_ONCE }, async () => {
      for (const part of parts) {
        await database.$transaction((transaction) => write(transaction, part), {
          timeout: TRANSACTION_TIMEOUT_MS,
          maxWait: TRANSACTION_TIMEOUT_MS,
        })
        written += part.length
        progress(written)
      }
    }),
  )
}

async function write(transaction: Transaction, part: readonly MadeServer[]): Promise<void> {
  const oddities = new Oddities()
  const records = part.flatMap(({ records: all }) => all)
  const versions = records.flatMap((record) => parseRecord(record, '', oddities) ?? [])
  const planned = planImport(versions, oddities)
  const { changedIds } = await upsertImported(transaction, planned)
  await upsertVersions(transaction, planned)
  await markLatest(transaction, planned)
  await insertTools(transaction, part)
  await writeFacts(transaction, part)
  await refreshSearchDocuments(transaction, changedIds)
}

async function insertTools(transaction: Transaction, part: readonly MadeServer[]): Promise<void> {
  const rows = part.flatMap(({ name, tools }) =>
    tools.map((tool, position) => ({
      ...tool,
      serverName: name,
      position,
      fingerprint: createHash('sha256').update(JSON.stringify(tool)).digest('hex'),
    })),
  )
  await transaction.$executeRaw`
    INSERT INTO graph."McpTool" (id, "serverId", name, description, "inputSchema", fingerprint,
      position, "updatedAt")
    SELECT gen_random_uuid(), s.id, g.name, g.description, g."inputSchema", g.fingerprint,
      g.position, now()
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS g ("serverName" text, name text,
      description text, "inputSchema" json, fingerprint text, position int)
    JOIN graph."McpServer" s ON s.name = g."serverName"`
}

async function writeFacts(transaction: Transaction, part: readonly MadeServer[]): Promise<void> {
  const rows = part.map(({ name, health, linkCount, japanese }) => ({
    name,
    health,
    linkCount,
    translations: japanese ? { ja: japanese } : {},
  }))
  await transaction.$executeRaw`
    UPDATE graph."McpServer" s SET "healthState" = g.health, "linkCount" = g."linkCount",
      translations = g.translations,
      "healthCheckedAt" = CASE WHEN g.health = 'unknown' THEN NULL ELSE now() END
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS g (name text,
      health graph."HealthState", "linkCount" int, translations jsonb)
    WHERE s.name = g.name`
}

/** The items in lists of a size; whoever asks next gets the next one. */
function* chunk<item>(items: Iterable<item>, size: number): Generator<item[]> {
  let part: item[] = []
  for (const item of items) {
    part.push(item)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
