import { Prisma, type Database } from '@toolgraph/database'
import { leavesOf } from '../search/leaves.ts'
import type { Term } from '../search/parse-query.ts'
import type { ServerTexts, ToolTexts } from '../search/search-index.ts'
import { toTsquery } from './search-leaves.ts'

const MATCHED_TOOLS = 5
/** What is said of a tool in passing does not make it the tool. */
const LEAST_VALUE = 0.3

/** `SearchIndex.readServerTexts`. */
export async function readServerTexts(
  database: Database,
  serverIds: readonly string[],
  terms: readonly Term[],
): Promise<ReadonlyMap<string, ServerTexts>> {
  if (serverIds.length === 0) return new Map()
  const leaves = terms.flatMap((term) =>
    leavesOf(term).map(({ value, ...leaf }) => ({
      query: toTsquery({ ...leaf, value }),
      value,
      worth: value * term.weight,
    })),
  )
  const asked = leaves.filter(({ value }) => value >= LEAST_VALUE)
  const rows = await database.$query<{ id: string } & ServerTexts>(Prisma.sql`
    WITH held AS (
      SELECT d."serverId", t.name, t.title, t.description, t.translations,
        row_number() OVER (PARTITION BY d."serverId"
          ORDER BY sum(leaf.worth) DESC, t.position, t.name) AS place
      FROM (SELECT "serverId", "toolId", vector || ''::tsvector AS vector
        FROM graph."ToolSearchDocument" WHERE "serverId" = ANY(${[...serverIds]}::uuid[]) OFFSET 0) d
      JOIN unnest(${asked.map(({ query }) => query)}::text[],
        ${asked.map(({ worth }) => worth)}::float8[]) AS leaf (query, worth)
        ON d.vector @@ leaf.query::tsquery
      JOIN graph."McpTool" t ON t.id = d."toolId"
      GROUP BY d."serverId", t.id)
    SELECT s.id, s.name, s.title, s.description, coalesce(s.categories, '{}') AS categories,
      coalesce(s.tags, '{}') AS tags, s.translations,
      (SELECT coalesce(json_agg(json_build_object('name', h.name, 'title', h.title,
          'description', h.description, 'translations', h.translations) ORDER BY h.place), '[]')
        FROM held h WHERE h."serverId" = s.id AND h.place <= ${MATCHED_TOOLS}::int) AS tools
    FROM graph."McpServer" s WHERE s.id = ANY(${[...serverIds]}::uuid[])`)
  return new Map(rows.map(({ id, ...texts }) => [id, texts]))
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
