import { Prisma, type Database } from '@toolgraph/database'
import { leavesOf } from '../search/leaves.ts'
import type { Term } from '../search/parse-query.ts'
import type { ServerTexts, ToolTexts } from '../search/search-index.ts'
import { toTsquery } from './search-leaves.ts'

const MATCHED_TOOLS = 5
/** What is said of a tool in passing does not make it the tool. */
const LEAST_VALUE = 0.3
/** What a name says, or what is said twice. */
const STRONG_VALUE = 0.65

/** `SearchIndex.readMatchedTools`. */
export async function readMatchedTools(
  database: Database,
  serverIds: readonly string[],
  terms: readonly Term[],
): Promise<ReadonlyMap<string, string[]>> {
  if (serverIds.length === 0) return new Map()
  const rows = await database.$query<{ id: string; names: string[] }>(Prisma.sql`
    WITH ${matchedSql(serverIds, terms)}
    SELECT m."serverId" AS id, json_agg(m.name ORDER BY m.place) AS names
    FROM matched m WHERE m.place <= ${MATCHED_TOOLS}::int GROUP BY m."serverId"`)
  return new Map(rows.map(({ id, names }) => [id, names]))
}

/** `SearchIndex.readServerTexts`. */
export async function readServerTexts(
  database: Database,
  serverIds: readonly string[],
  terms: readonly Term[],
): Promise<ReadonlyMap<string, ServerTexts>> {
  if (serverIds.length === 0) return new Map()
  const rows = await database.$query<{ id: string } & ServerTexts>(Prisma.sql`
    WITH ${matchedSql(serverIds, terms)}
    SELECT s.id, s.name, s.title, s.description, coalesce(s.categories, '{}') AS categories,
      coalesce(s.tags, '{}') AS tags, s.translations,
      (SELECT coalesce(json_agg(json_build_object('name', t.name, 'title', t.title,
          'description', t.description, 'translations', t.translations) ORDER BY m.place), '[]')
        FROM matched m JOIN graph."McpTool" t ON t.id = m."toolId"
        WHERE m."serverId" = s.id AND m.place <= ${MATCHED_TOOLS}::int) AS tools
    FROM graph."McpServer" s WHERE s.id = ANY(${[...serverIds]}::uuid[])`)
  return new Map(rows.map(({ id, ...texts }) => [id, texts]))
}

/** The table `matched`: those tools of the servers that hold any of the terms, best first (`place` 1). */
function matchedSql(serverIds: readonly string[], terms: readonly Term[]): Prisma.Sql {
  const leaves = terms.flatMap(toLooks)
  // Materialized: each is worked out once, not once a server. `OFFSET 0`: a page is unpacked once, not once a leaf.
  return Prisma.sql`held AS MATERIALIZED (
      SELECT d."serverId", d."toolId", sum(leaf.worth) AS worth
      FROM (SELECT "serverId", "toolId", vector || ''::tsvector AS vector
        FROM graph."ToolSearchDocument" WHERE "serverId" = ANY(${[...serverIds]}::uuid[]) OFFSET 0) d
      JOIN unnest(${leaves.map(({ query }) => query)}::text[]::tsquery[],
        ${leaves.map(({ worth }) => worth)}::float8[]) AS leaf (query, worth) ON d.vector @@ leaf.query
      GROUP BY d."serverId", d."toolId"
    ), matched AS MATERIALIZED (
      SELECT h."serverId", h."toolId", t.name,
        row_number() OVER (PARTITION BY h."serverId" ORDER BY h.worth DESC, t.position, t.name) AS place
      FROM held h JOIN graph."McpTool" t ON t.id = h."toolId"
    )`
}

/** One question for where a term stands strongly, and one for where it is said at all. */
function toLooks(term: Term): { query: string; worth: number }[] {
  const leaves = leavesOf(term).filter(({ value }) => value >= LEAST_VALUE)
  const strong = leaves.filter(({ value }) => value >= STRONG_VALUE)
  const others = leaves.filter(({ value }) => value < STRONG_VALUE)
  return [strong, others].flatMap((some) => {
    const [best] = some
    if (!best) return []
    const query = some.map((leaf) => `(${toTsquery(leaf)})`).join(' | ')
    return { query, worth: best.value * term.weight }
  })
}

/** `SearchIndex.readToolTexts`. */
export async function readToolTexts(
  database: Database,
  toolIds: readonly string[],
): Promise<ReadonlyMap<string, ToolTexts>> {
  if (toolIds.length === 0) return new Map()
  const rows = await database.mcpTool.findMany({
    where: { id: { in: [...toolIds] } },
    select: { id: true, name: true, title: true, description: true, translations: true },
  })
  return new Map(rows.map(({ id, ...texts }) => [id, texts]))
}
