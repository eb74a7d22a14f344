import { Prisma, type Database } from '@toolgraph/database'
import type {
  BrowsedServer,
  BrowsePosition,
  BrowseRequest,
  BrowseSet,
} from '../search/search-index.ts'
import { filterConditions } from './search-conditions.ts'
import type { ServerCounts } from './search-counts.ts'
import { SUMMARY_COLUMNS, toServerSummary, type SummaryRow } from './server-rows.ts'
import { visibleServersSql } from './visible-to.ts'

/** `SearchIndex.browse`. */
export async function browse(
  database: Database,
  { counts, graphUrl }: { counts: ServerCounts; graphUrl: string },
  request: BrowseRequest,
): Promise<BrowseSet> {
  const [counted, servers] = await Promise.all([
    counts.count(request.viewer, request.filter),
    readPage(database, graphUrl, request),
  ])
  return { ...counted, servers }
}

/** The index `McpServer_browse` holds exactly these. */
const WORKING = Prisma.sql`(s."healthState" NOT IN ('down', 'not_mcp', 'wrong_transport'))::int`
const CURATED = Prisma.sql`(s.source <> 'imported')::int`

type Row = BrowsePosition & { summary?: SummaryRow }

async function readPage(
  database: Database,
  graphUrl: string,
  { viewer, filter, after, limit, withSummaries = false }: BrowseRequest,
): Promise<BrowsedServer[]> {
  const { fixed, categories, health, auth } = filterConditions(filter)
  const isAfter = after
    ? Prisma.sql`(${WORKING}, s."linkCount", ${CURATED}, s."publishedAt", s.id) < (${after.working}::int,
        ${after.linkCount}::int, ${after.curated}::int, ${after.publishedAt}::timestamptz,
        ${after.id}::uuid)`
    : Prisma.sql`TRUE`
  const rows = await database.$query<Row>(Prisma.sql`
    SELECT s.id, ${WORKING} AS working, s."linkCount", ${CURATED} AS curated,
      to_char(s."publishedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "publishedAt"
      ${withSummaries ? Prisma.sql`, ${SUMMARY_COLUMNS} AS summary` : Prisma.empty}
    FROM graph."McpServer" s
    WHERE ${visibleServersSql(viewer)} AND ${fixed} AND ${categories} AND ${health} AND ${auth}
      AND ${isAfter}
    ORDER BY ${WORKING} DESC, s."linkCount" DESC, ${CURATED} DESC, s."publishedAt" DESC, s.id DESC
    LIMIT ${limit}::int`)
  return rows.map(({ summary, ...position }) => ({
    ...position,
    summary: summary && toServerSummary(summary, graphUrl),
  }))
}
