import { Prisma, type Transaction } from '@toolgraph/database'
import { isJson, type ImportedVersion } from '../import/parse-record.ts'
import type { Standing, StandingServer, StandingVersion } from '../import/settle-import.ts'

/** One importer at a time, in any process: 'import' in ASCII, cut to what a lock's number holds. */
const IMPORT_LOCK = 0x696d706f72

/**
 * Reads what stands of these names (also of those that servers had before) and endpoints, and keeps other importers,
 * and who changes these servers, out until the transaction ends.
 */
export async function readStanding(
  transaction: Transaction,
  wanted: readonly { nameKey: string; url: string | null }[],
): Promise<Standing> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${IMPORT_LOCK}::bigint)`
  const nameKeys = wanted.map(({ nameKey }) => nameKey).toSorted()
  // One writer a name, as in `changeServer`, and in the same order: what is read here stands until it is written.
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(key, 1))
    FROM unnest(${nameKeys}::text[]) AS key`
  const urls = wanted.flatMap(({ url }) => (url === null ? [] : [url]))
  const rows = await transaction.$queryRaw<StandingServer[]>`
    SELECT s."nameKey", s.version, s.source::text AS source, s."baseUrl"
    FROM graph."McpServer" s
    WHERE s."nameKey" = ANY(${nameKeys}::text[]) OR s."baseUrl" = ANY(${urls}::text[])
    UNION ALL
    SELECT a."nameKey", s.version, 'published', NULL
    FROM graph."McpServerAlias" a JOIN graph."McpServer" s ON s.id = a."serverId"
    WHERE a."nameKey" = ANY(${nameKeys}::text[])`
  const names = new Set(nameKeys)
  const versions = await transaction.$queryRaw<({ nameKey: string } & StandingVersion)[]>`
    SELECT s."nameKey", v.version, v.status::text AS status, v."isHeld", v."statusMessage",
      ${rfc3339('statusChangedAt')} AS "statusChangedAt", ${PUBLISHED_AT} AS "publishedAt"
    FROM graph."McpServer" s JOIN graph."McpServerVersion" v ON v."serverId" = s.id
    WHERE s."nameKey" = ANY(${nameKeys}::text[])`
  return {
    servers: new Map(
      rows.filter(({ nameKey }) => names.has(nameKey)).map((row) => [row.nameKey, row]),
    ),
    versions: Map.groupBy(versions, ({ nameKey }) => nameKey),
    endpoints: new Map(
      rows.flatMap(({ baseUrl, nameKey }) => (baseUrl === null ? [] : [[baseUrl, nameKey]])),
    ),
  }
}

/** With its microseconds, which a `Date` would lose. */
function rfc3339(column: string): Prisma.Sql {
  return Prisma.raw(`to_char(v."${column}" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`)
}

const PUBLISHED_AT = rfc3339('publishedAt')

/** Reads versions that stand, as if they were imported now. */
export async function readStored(
  transaction: Transaction,
  wanted: readonly { nameKey: string; version: string }[],
): Promise<ImportedVersion[]> {
  if (wanted.length === 0) return []
  const rows = await transaction.$queryRaw<
    (Pick<ImportedVersion, 'name' | 'version' | 'status' | 'publishedAt'> & { manifest: unknown })[]
  >`
    SELECT s.name, v.version, v.status::text AS status, v.manifest,
      ${PUBLISHED_AT} AS "publishedAt"
    FROM unnest(${wanted.map(({ nameKey }) => nameKey)}::text[],
      ${wanted.map(({ version }) => version)}::text[]) AS g (key, version)
    JOIN graph."McpServer" s ON s."nameKey" = g.key
    JOIN graph."McpServerVersion" v ON v."serverId" = s.id AND v.version = g.version`
  return rows.map(({ manifest, ...row }) => ({
    ...row,
    manifest: isJson(manifest) ? manifest : {},
    meta: {},
    updatedAt: undefined,
    statusChangedAt: undefined,
    statusMessage: undefined,
    isLatest: undefined,
  }))
}
