import { Prisma, type Database } from '@toolgraph/database'
import type { Candidate, Facets, MatchRequest, MatchSet } from '../search/search-index.ts'
import { ENOUGH } from '../search/rank.ts'
import { AUTH_SQL, FACETS_SQL, filterConditions, hasConditions } from './search-conditions.ts'
import { planLeaves, type Leaves } from './search-leaves.ts'
import type { StatisticsReader } from './search-statistics.ts'
import { visibleServersSql } from './visible-to.ts'

/** Facets count the best ones; nobody narrows down what is far from the wish. */
const MAX_COUNTED = 1000

interface MatchRow {
  total: number
  counts: number[]
  candidates: (Omit<Candidate, 'strengths'> & { terms: number[]; values: number[] })[]
  facets: Facets | null
}

/** `SearchIndex.match`, in one statement. */
export async function match(
  database: Database,
  statistics: StatisticsReader,
  request: MatchRequest,
): Promise<MatchSet> {
  const { terms, kind } = request
  const words = await statistics.read(kind)
  const plan = planLeaves(terms, words)
  const { documentCount } = words
  const [row] = await database.$query<MatchRow>(matchSql(request, plan, documentCount))
  if (!row) throw new TypeError('An aggregate without GROUP BY gives one row')
  const isPartial = plan.isBroad || plan.left.terms.length > 0
  return {
    totalCount: isPartial ? Math.max(row.total, ...plan.known) : row.total,
    isEstimate: isPartial,
    candidates: row.candidates.map(({ terms: held, values, ...candidate }) => {
      const strengths = terms.map(() => 0)
      held.forEach((term, at) => (strengths[term] = values[at] ?? 0))
      return { ...candidate, strengths }
    }),
    frequencies: { counts: row.counts, documentCount },
    facets: row.facets ?? { categories: [], health: [], auth: [] },
  }
}

function matchSql(
  { kind, viewer, filter, terms, offset, limit, withFacets }: MatchRequest,
  { asked, left, known, isBroad, maxAnswers }: ReturnType<typeof planLeaves>,
  documentCount: number,
): Prisma.Sql {
  const isTool = kind === 'tool'
  const conditions = filterConditions(filter)
  const visible = visibleServersSql(viewer)
  const isJoined = hasConditions(filter) || withFacets
  const id = isTool ? Prisma.sql`"toolId"` : Prisma.sql`"serverId"`
  const documents = isTool
    ? Prisma.sql`graph."ToolSearchDocument"`
    : Prisma.sql`graph."SearchDocument"`
  const mine = viewer
    ? Prisma.sql`OR "serverId" = ANY(ARRAY(SELECT s.id FROM graph."McpServer" s
        WHERE NOT (s.visibility = 'public' AND s.moderation = 'clear') AND s.status <> 'deleted' AND ${visible}))`
    : Prisma.empty
  const most = isBroad
    ? Prisma.sql`ORDER BY standing DESC, ${id} LIMIT ${maxAnswers}::int`
    : Prisma.sql`LIMIT ${10 * maxAnswers}::int`
  return Prisma.sql`
    WITH held AS MATERIALIZED (
      SELECT d.id, held.term, max(leaf.value) AS value
      FROM ${leavesSql(asked)} CROSS JOIN LATERAL (
        SELECT ${id} AS id FROM ${documents}
        WHERE vector @@ leaf.query::tsquery AND ("isPublic" ${mine}) ${most}) d
        CROSS JOIN LATERAL (VALUES (leaf.term), (leaf.other)) AS held (term)
      WHERE held.term >= 0 GROUP BY d.id, held.term
    ), worth AS MATERIALIZED (
      SELECT term, n, CASE WHEN n = 0 THEN 0
        ELSE weight * ln(1 + (greatest(${documentCount}::int, n) - n + 0.5) / (n + 0.5)) END AS worth
      FROM (SELECT t.ordinality::int - 1 AS term, t.weight, greatest(t.known, c.n, 0) AS n
        FROM unnest(${terms.map(({ weight }) => weight)}::float8[], ${known}::int[])
          WITH ORDINALITY AS t (weight, known, ordinality)
        LEFT JOIN (SELECT term, count(*)::int AS n FROM held GROUP BY term) c
          ON c.term = t.ordinality - 1) counted
    ), scored AS MATERIALIZED (
      SELECT h.id, sum(h.value * w.worth) AS rough, sum(w.worth) AS worth
      FROM held h JOIN worth w USING (term) GROUP BY h.id
    ), enough AS MATERIALIZED (
      SELECT least((SELECT max(worth) / ${ENOUGH}::int FROM worth), (SELECT max(worth) FROM scored)) AS enough
    ), fitting AS MATERIALIZED (
      SELECT id, rough FROM scored WHERE worth >= (SELECT enough FROM enough) - 1e-9
      ${isJoined && !hasConditions(filter) ? Prisma.sql`ORDER BY rough DESC, id LIMIT ${MAX_COUNTED}::int` : Prisma.empty}
    ), hits AS MATERIALIZED (${isJoined ? joinedSql() : Prisma.sql`SELECT id, rough FROM fitting`}),
    best AS MATERIALIZED (
      SELECT id, rough FROM hits ${isJoined ? Prisma.sql`WHERE in_categories AND in_health AND in_auth` : Prisma.empty}
      ORDER BY rough DESC, id OFFSET ${offset}::int LIMIT ${limit}::int
    ), all_held AS (
      SELECT b.id, h.term, h.value FROM best b JOIN held h USING (id)
      ${left.terms.length > 0 ? leftSql() : Prisma.empty}
    ), gathered AS MATERIALIZED (
      SELECT id, json_agg(term) AS terms, json_agg(value) AS values
      FROM (SELECT id, term, max(value) AS value FROM all_held GROUP BY id, term) one GROUP BY id
    )
    SELECT
      ${isJoined && !hasConditions(filter) ? Prisma.sql`(SELECT count(*)::int FROM scored WHERE worth >= (SELECT enough FROM enough) - 1e-9)` : Prisma.sql`(SELECT count(*)::int FROM hits ${isJoined ? Prisma.sql`WHERE in_categories AND in_health AND in_auth` : Prisma.empty})`} AS total,
      (SELECT coalesce(json_agg(n ORDER BY term), '[]') FROM worth) AS counts,
      (SELECT coalesce(json_agg(json_build_object(
          'id', b.id, 'serverId', s.id, 'serverName', s."nameKey",
          'title', ${isTool ? Prisma.sql`t.name, 'toolName', t.name` : Prisma.sql`s.title, 'toolName', NULL`},
          'terms', g.terms, 'values', g.values, 'health', s."healthState", 'status', s.status,
          'source', s.source, 'linkCount', s."linkCount", 'isRemote', s."baseUrl" IS NOT NULL,
          'isVerified', s."isVerified"
        ) ORDER BY b.rough DESC, b.id), '[]')
        FROM best b JOIN gathered g USING (id)
          ${isTool ? Prisma.sql`JOIN graph."McpTool" t ON t.id = b.id JOIN graph."McpServer" s ON s.id = t."serverId"` : Prisma.sql`JOIN graph."McpServer" s ON s.id = b.id`}
        WHERE ${visible}) AS candidates,
      ${withFacets ? FACETS_SQL : Prisma.sql`NULL`} AS facets`

  function joinedSql(): Prisma.Sql {
    return Prisma.sql`
      SELECT f.id, f.rough, s.categories, s."healthState"::text AS health, ${AUTH_SQL} AS auth,
        ${conditions.categories} AS in_categories, ${conditions.health} AS in_health,
        ${conditions.auth} AS in_auth
      FROM fitting f ${isTool ? Prisma.sql`JOIN graph."McpTool" t ON t.id = f.id JOIN graph."McpServer" s ON s.id = t."serverId"` : Prisma.sql`JOIN graph."McpServer" s ON s.id = f.id`}
      WHERE ${visible} AND ${conditions.fixed}`
  }

  function leftSql(): Prisma.Sql {
    return Prisma.sql`UNION ALL SELECT v.id, leaf.term, leaf.value
      FROM (SELECT b.id, d.vector || ''::tsvector AS vector FROM best b
        JOIN ${documents} d ON d.${id} = b.id OFFSET 0) v
      JOIN ${leavesSql(left)} ON v.vector @@ leaf.query::tsquery`
  }
}

function leavesSql({ terms, others, queries, values }: Leaves): Prisma.Sql {
  return Prisma.sql`unnest(${terms}::int[], ${others}::int[], ${queries}::text[], ${values}::float8[])
    AS leaf (term, other, query, value)`
}
