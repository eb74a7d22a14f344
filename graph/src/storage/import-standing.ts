import type { Transaction } from '@toolgraph/database'
import type { Standing, StandingServer } from '../import/settle-import.ts'

/** One importer at a time, in any process: 'import' in ASCII, cut to what a lock's number holds. */
const IMPORT_LOCK = 0x696d706f72

/** Reads what stands of these names and endpoints, and keeps other importers out until the transaction ends. */
export async function readStanding(
  transaction: Transaction,
  wanted: readonly { nameKey: string; url: string | null }[],
): Promise<Standing> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${IMPORT_LOCK}::bigint)`
  const nameKeys = wanted.map(({ nameKey }) => nameKey)
  const urls = wanted.flatMap(({ url }) => (url === null ? [] : [url]))
  const rows = await transaction.$queryRaw<StandingServer[]>`
    SELECT s."nameKey", s.version, s.source::text AS source, s."baseUrl",
      to_char(s."publishedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "publishedAt"
    FROM graph."McpServer" s
    WHERE s."nameKey" = ANY(${nameKeys}::text[]) OR s."baseUrl" = ANY(${urls}::text[])`
  const names = new Set(nameKeys)
  return {
    servers: new Map(
      rows.filter(({ nameKey }) => names.has(nameKey)).map((row) => [row.nameKey, row]),
    ),
    endpoints: new Map(
      rows.flatMap(({ baseUrl, nameKey }) => (baseUrl === null ? [] : [[baseUrl, nameKey]])),
    ),
  }
}
