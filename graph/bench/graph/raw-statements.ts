// What somebody writes who has a pool, a table and an afternoon: one statement for each question.

/** A statement that each connection prepares once. */
export interface RawStatement {
  name: string
  text: string
}

const PUBLIC = `s.visibility = 'public' AND s.status <> 'deleted' AND s.moderation = 'clear'`

const SUMMARY = `s.id, s.name, s.title, s.description, s.version, s."baseUrl", s.tags, s.categories, s.region,
  s.scopes, s."oauthIssuer", s."healthState",
  (SELECT count(*)::int FROM graph."McpTool" t WHERE t."serverId" = s.id) AS "toolCount"`

/** Whether a server asks for sign-in, for the facet. */
const AUTH = `CASE
  WHEN s."oauthIssuer" IS NOT NULL OR cardinality(s.scopes) > 0
    OR s."healthState" IN ('gated', 'gated_broken') THEN 'true'
  WHEN s."healthState" = 'open' OR s.source = 'published' THEN 'false'
  ELSE 'unknown' END`

const FACETS = `(SELECT count(*)::int FROM hits) AS "totalCount", json_build_object(
  'categories', (SELECT coalesce(json_agg(f), '[]') FROM (
    SELECT value, count(*)::int AS count FROM hits, unnest(hits.categories) AS value
    GROUP BY value ORDER BY count DESC, value) f),
  'health', (SELECT coalesce(json_agg(f), '[]') FROM (
    SELECT health AS value, count(*)::int AS count FROM hits
    GROUP BY health ORDER BY count DESC, health) f),
  'auth', (SELECT coalesce(json_agg(f), '[]') FROM (
    SELECT auth AS value, count(*)::int AS count FROM hits
    GROUP BY auth ORDER BY count DESC, auth) f)) AS facets`

/** Servers that hold all words of `$1`, best first, with the counts of the filters. */
export const SEARCH: RawStatement = {
  name: 'search',
  text: `WITH hits AS MATERIALIZED (
      SELECT s.id, ts_rank(d.vector, $1::tsquery) AS rank, s."linkCount", s.categories,
        s."healthState"::text AS health, ${AUTH} AS auth
      FROM graph."SearchDocument" d JOIN graph."McpServer" s ON s.id = d."serverId"
      WHERE d.vector @@ $1::tsquery AND ${PUBLIC}
    ), best AS (SELECT * FROM hits ORDER BY rank DESC, "linkCount" DESC, id LIMIT 20)
    SELECT ${FACETS}, (SELECT coalesce(json_agg(b ORDER BY b.rank DESC, b."linkCount" DESC, b.id), '[]')
      FROM (SELECT ${SUMMARY}, best.rank, best."linkCount"
        FROM best JOIN graph."McpServer" s ON s.id = best.id) b) AS servers`,
}

/** The servers of `$1`, for the page that a search has found. */
export const PAGE_OF_SERVERS: RawStatement = {
  name: 'page',
  text: `SELECT ${SUMMARY} FROM graph."McpServer" s WHERE s.id = ANY($1::uuid[]) AND ${PUBLIC}`,
}

/** The names most like `$1`. */
export const SIMILAR: RawStatement = {
  name: 'similar',
  text: `SELECT ${SUMMARY} FROM graph."McpServer" s
    WHERE $1 <% s."nameKey" AND ${PUBLIC} ORDER BY word_similarity($1, s."nameKey") DESC, s.id LIMIT 20`,
}

/** All servers, most used first, with the counts of the filters. */
export const BROWSE: RawStatement = {
  name: 'browse',
  text: `WITH hits AS MATERIALIZED (
      SELECT s.id, (s."healthState" NOT IN ('down', 'not_mcp', 'wrong_transport'))::int AS working,
        s."linkCount", (s.source <> 'imported')::int AS curated, s."publishedAt", s.categories,
        s."healthState"::text AS health, ${AUTH} AS auth
      FROM graph."McpServer" s WHERE ${PUBLIC}
    ), page AS (
      SELECT * FROM hits
      WHERE $1::uuid IS NULL OR (working, "linkCount", curated, "publishedAt", id)
        < (SELECT working, "linkCount", curated, "publishedAt", id FROM hits WHERE id = $1::uuid)
      ORDER BY working DESC, "linkCount" DESC, curated DESC, "publishedAt" DESC, id DESC LIMIT $2::int
    )
    SELECT ${FACETS}, (SELECT coalesce(json_agg(p), '[]') FROM (
      SELECT ${SUMMARY} FROM page JOIN graph."McpServer" s ON s.id = page.id
      ORDER BY page.working DESC, page."linkCount" DESC, page.curated DESC, page."publishedAt" DESC,
        page.id DESC) p) AS servers`,
}

/** Servers, newest first, behind the one of `$1` and `$2`. */
export const LIST: RawStatement = {
  name: 'list',
  text: `SELECT ${SUMMARY}, s."publishedAt" FROM graph."McpServer" s
    WHERE ${PUBLIC} AND (s."publishedAt", s.id) < ($1::timestamptz, $2::uuid)
    ORDER BY s."publishedAt" DESC, s.id DESC LIMIT $3::int`,
}

/** One server by its name, all of it. */
export const SERVER: RawStatement = {
  name: 'server',
  text: `SELECT ${SUMMARY}, s.transport, s."websiteUrl", s."repositoryUrl", s.translations, s."scopeReasons",
      s."authorizationEndpoint", s."tokenEndpoint", s."jwksUri", s.visibility, s.status, s.source,
      s."healthCheckedAt", s."publishedAt", s."updatedAt", s."latencyMs", s."protocolEra"
    FROM graph."McpServer" s WHERE s."nameKey" = $1 AND ${PUBLIC}`,
}

/** The tools of that server. */
export const TOOLS: RawStatement = {
  name: 'tools',
  text: `SELECT t.name, t.title, t.description, t."inputSchema", t."outputSchema", t.annotations, t.scopes,
      t.fingerprint
    FROM graph."McpTool" t JOIN graph."McpServer" s ON s.id = t."serverId"
    WHERE s."nameKey" = $1 AND ${PUBLIC} ORDER BY t.position, t.name`,
}

const VERSION = `v.manifest, v.status, v."statusChangedAt", v."statusMessage", v."publishedAt", v."updatedAt",
  v."isLatest", s."healthState", s."healthCheckedAt", s."latencyMs", s."uptime30d", s."protocolEra",
  s."healthToolCount", s."toolsFingerprint"`

/** The latest version of the server of a name. */
export const LATEST: RawStatement = {
  name: 'latest',
  text: `SELECT ${VERSION} FROM graph."McpServerVersion" v JOIN graph."McpServer" s ON s.id = v."serverId"
    WHERE s."nameKey" = $1 AND v."isLatest" AND ${PUBLIC}`,
}

/** Versions of all servers, by name and version, behind the one of `$1` and `$2`. */
export const VERSIONS: RawStatement = {
  name: 'versions',
  text: `SELECT ${VERSION}, s.name, v.version
    FROM graph."McpServer" s JOIN graph."McpServerVersion" v ON v."serverId" = s.id
    WHERE ${PUBLIC} AND v.status <> 'deleted' AND s.name >= $1
      AND (s.name, v.version) > ($1, $2)
    ORDER BY s.name, v.version LIMIT $3::int`,
}
