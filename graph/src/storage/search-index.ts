import { Prisma, type Database } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'
import type { Term } from '../search/parse-query.ts'
import type {
  BrowsePosition,
  BrowseRequest,
  BrowseSet,
  Candidate,
  Facets,
  MatchRequest,
  MatchSet,
  SearchIndex,
} from '../search/search-index.ts'
import { AUTH_SQL, FACETS_SQL, filterConditions, toTsquery } from './search-conditions.ts'
import { refreshSearchDocuments } from './search-documents.ts'
import { visibleServersSql } from './visible-to.ts'

/** Creates the search index on the table `SearchDocument`. */
export function createSearchIndex(database: Database): SearchIndex {
  return {
    match: (request) => match(database, request),
    browse: (request) => browse(database, request),
    findSimilarNames: (word, viewer) => findSimilarNames(database, word, viewer),
    findMatchedTools: (serverIds, terms) => findMatchedTools(database, serverIds, terms),
    refresh: (serverIds) =>
      database.$transaction((transaction) => refreshSearchDocuments(transaction, serverIds), {
        timeout: 60_000,
      }),
  }
}

/** What a word is worth by where it stands: D, C, B, A. */
const WEIGHTS = Prisma.sql`'{0.08, 0.25, 0.5, 1}'::real[]`
/** `ts_rank` of one word in the heaviest field: dividing by it makes that 1. */
const STRONGEST = 0.607927
/** Counting how common a word is stops here: commoner words weigh alike. */
const MAX_FREQUENCY = 1000

async function match(database: Database, request: MatchRequest): Promise<MatchSet> {
  const [row] = await database.$queryRaw<MatchRow[]>(matchSql(request))
  if (!row) throw new TypeError('An aggregate without GROUP BY gives one row')
  const { total: totalCount, candidates, frequencies, documents, facets } = row
  return { totalCount, candidates, frequencies, documentCount: documents, facets }
}

interface MatchRow {
  total: number
  candidates: Candidate[]
  frequencies: number[]
  documents: number
  facets: Facets
}

function matchSql({ kind, viewer, filter, terms, weights, offset, limit }: MatchRequest) {
  const queries = terms.map(toTsquery)
  const isRelaxed = weights.length === terms.length && terms.length > 0
  const whole = queries.join(isRelaxed ? ' | ' : ' & ')
  const conditions = filterConditions(filter)
  const isTool = kind === 'tool'
  const isOfKind = isTool ? Prisma.sql`d."toolId" IS NOT NULL` : Prisma.sql`d."toolId" IS NULL`
  const visible = visibleServersSql(viewer)
  return Prisma.sql`
    WITH found AS MATERIALIZED (
      SELECT coalesce(d."toolId", s.id) AS id, s.id AS "serverId", s."nameKey" AS "serverName",
        s.title AS server_title, d."toolId" AS tool_id,
        ${termRanksSql(queries)} AS ranks,
        ts_rank_cd(${WEIGHTS}, d.vector, ${queries.join(' & ')}::text::tsquery, 32) AS closeness,
        s."healthState"::text AS health, s.status::text AS status, s.source::text AS source,
        s."linkCount", s."baseUrl" IS NOT NULL AS "isRemote", s.categories, ${AUTH_SQL} AS auth,
        ${conditions.categories} AS in_categories, ${conditions.health} AS in_health,
        ${conditions.auth} AS in_auth
      FROM graph."SearchDocument" d JOIN graph."McpServer" s ON s.id = d."serverId"
      WHERE ${isOfKind} AND d.vector @@ ${whole}::text::tsquery
        AND ${visible} AND ${conditions.fixed}
    ), hits AS (${isRelaxed ? relaxedSql(weights) : Prisma.sql`SELECT * FROM found`}),
    best AS (
      SELECT h.*, (SELECT sum(rank) FROM unnest(h.ranks) AS rank) + closeness AS rough
      FROM hits h WHERE in_categories AND in_health AND in_auth
      ORDER BY rough DESC, h.id OFFSET ${offset}::int LIMIT ${limit}::int
    )
    SELECT
      (SELECT count(*)::int FROM hits WHERE in_categories AND in_health AND in_auth) AS total,
      (SELECT coalesce(json_agg(json_build_object(
          'id', b.id, 'serverId', b."serverId", 'serverName', b."serverName",
          'title', coalesce(t.title, t.name, b.server_title), 'toolName', t.name,
          'termRanks', b.ranks, 'closeness', b.closeness, 'health', b.health, 'status', b.status,
          'source', b.source, 'linkCount', b."linkCount", 'isRemote', b."isRemote"
        ) ORDER BY b.rough DESC, b.id), '[]')
        FROM best b LEFT JOIN graph."McpTool" t ON t.id = b.tool_id) AS candidates,
      ${frequenciesSql(queries, isOfKind, visible)} AS frequencies,
      (SELECT CASE WHEN reltuples > 0 THEN reltuples::int
          ELSE (SELECT count(*)::int FROM graph."SearchDocument") END
        FROM pg_class WHERE oid = 'graph."SearchDocument"'::regclass) AS documents,
      ${FACETS_SQL} AS facets`
}

/** A term that is not held ranks 0, also where a part of it is. */
function termRanksSql(queries: readonly string[]): Prisma.Sql {
  const ranks = queries.map(
    (query) => Prisma.sql`CASE WHEN d.vector @@ ${query}::text::tsquery
      THEN least(1, ts_rank(${WEIGHTS}, d.vector, ${query}::text::tsquery)
        * (numnode(${query}::text::tsquery) + 1) / 2 / ${STRONGEST}::real) ELSE 0 END`,
  )
  return Prisma.sql`ARRAY[${Prisma.join(ranks)}]::real[]`
}

function relaxedSql(weights: readonly number[]): Prisma.Sql {
  const enough = weights.reduce((total, weight) => total + weight, 0) / 3
  return Prisma.sql`
    SELECT * FROM (SELECT *, max(held) OVER () AS most FROM (
      SELECT *, (SELECT sum(weight) FROM unnest(ranks, ${[...weights]}::float8[]) AS w (rank, weight)
        WHERE rank > 0) AS held FROM found) weighed) compared
    WHERE held >= least(${enough}::float8, most)`
}

function frequenciesSql(
  queries: readonly string[],
  isOfKind: Prisma.Sql,
  visible: Prisma.Sql,
): Prisma.Sql {
  if (queries.length < 2) return Prisma.sql`'{}'::int[]`
  const counts = queries.map(
    (query) => Prisma.sql`(SELECT count(*) FROM (
      SELECT 1 FROM graph."SearchDocument" d JOIN graph."McpServer" s ON s.id = d."serverId"
      WHERE ${isOfKind} AND d.vector @@ ${query}::text::tsquery
        AND s.status <> 'deleted' AND ${visible}
      LIMIT ${MAX_FREQUENCY}::int) AS counted)`,
  )
  return Prisma.sql`ARRAY[${Prisma.join(counts)}]::int[]`
}

interface BrowseRow {
  total: number
  servers: BrowsePosition[]
  facets: Facets
}

async function browse(database: Database, request: BrowseRequest): Promise<BrowseSet> {
  const { viewer, filter, after, limit } = request
  const conditions = filterConditions(filter)
  const isAfter = after
    ? Prisma.sql`(working, "linkCount", curated, "publishedAt", id) < (${after.working}::int,
        ${after.linkCount}::int, ${after.curated}::int, ${after.publishedAt}::timestamptz,
        ${after.id}::uuid)`
    : Prisma.sql`TRUE`
  const [row] = await database.$queryRaw<BrowseRow[]>(Prisma.sql`
    WITH hits AS MATERIALIZED (
      SELECT s.id, (s."healthState" NOT IN ('down', 'not_mcp', 'wrong_transport'))::int AS working,
        s."linkCount", (s.source <> 'imported')::int AS curated, s."publishedAt",
        s.categories, s."healthState"::text AS health, ${AUTH_SQL} AS auth,
        ${conditions.categories} AS in_categories, ${conditions.health} AS in_health,
        ${conditions.auth} AS in_auth
      FROM graph."McpServer" s WHERE ${visibleServersSql(viewer)} AND ${conditions.fixed}
    ), page AS (
      SELECT * FROM hits WHERE in_categories AND in_health AND in_auth AND ${isAfter}
      ORDER BY working DESC, "linkCount" DESC, curated DESC, "publishedAt" DESC, id DESC
      LIMIT ${limit}::int
    )
    SELECT
      (SELECT count(*)::int FROM hits WHERE in_categories AND in_health AND in_auth) AS total,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'working', working,
          'linkCount', "linkCount", 'curated', curated, 'publishedAt',
          to_char("publishedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
          ORDER BY working DESC, "linkCount" DESC, curated DESC, "publishedAt" DESC, id DESC), '[]')
        FROM page) AS servers,
      ${FACETS_SQL} AS facets`)
  if (!row) throw new TypeError('An aggregate without GROUP BY gives one row')
  return { totalCount: row.total, servers: row.servers, facets: row.facets }
}

const SIMILAR_NAMES = 20
/** Two swapped letters in a word of six leave less than half of its trigrams. */
const MIN_SIMILARITY = '0.3'

async function findSimilarNames(
  database: Database,
  word: string,
  viewer: Viewer | undefined,
): Promise<string[]> {
  // The threshold of `<%` is a setting: it must be set in the transaction that uses it, and only there.
  const [, rows] = await database.$transaction([
    database.$queryRaw`SELECT set_config('pg_trgm.word_similarity_threshold', ${MIN_SIMILARITY}, true)`,
    database.$queryRaw<{ text: string }[]>`
      SELECT d.text FROM graph."SearchDocument" d JOIN graph."McpServer" s ON s.id = d."serverId"
      WHERE ${word} <% d.text AND s.status <> 'deleted' AND ${visibleServersSql(viewer)}
      ORDER BY word_similarity(${word}, d.text) DESC, d.id LIMIT ${SIMILAR_NAMES}::int`,
  ])
  return rows.map(({ text }) => text)
}

const MATCHED_TOOLS = 5

async function findMatchedTools(
  database: Database,
  serverIds: readonly string[],
  terms: readonly Term[],
): Promise<ReadonlyMap<string, string[]>> {
  if (serverIds.length === 0 || terms.length === 0) return new Map()
  const any = terms.map(toTsquery).join(' | ')
  const rows = await database.$queryRaw<{ serverId: string; names: string[] }[]>`
    SELECT d."serverId", (array_agg(t.name ORDER BY
        ts_rank_cd(${WEIGHTS}, d.vector, ${any}::text::tsquery) DESC, t.position, t.name)
      )[1:${MATCHED_TOOLS}::int] AS names
    FROM graph."SearchDocument" d JOIN graph."McpTool" t ON t.id = d."toolId"
    WHERE d."serverId" = ANY(${[...serverIds]}::uuid[]) AND d.vector @@ ${any}::text::tsquery
    GROUP BY d."serverId"`
  return new Map(rows.map(({ serverId, names }) => [serverId, names]))
}
