import { type Database } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'
import { leavesOf } from '../search/leaves.ts'
import type { Term } from '../search/parse-query.ts'
import { toTsquery } from './search-leaves.ts'
import { visibleServersSql } from './visible-to.ts'

const SIMILAR_NAMES = 20
/** Two swapped letters in a word of six leave less than half of its trigrams. */
const MIN_SIMILARITY = '0.3'

/** `SearchIndex.findSimilarNames`. */
export async function findSimilarNames(
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
      ORDER BY word_similarity(${word}, d.text) DESC, s.id LIMIT ${SIMILAR_NAMES}::int`,
  ])
  return rows.map(({ text }) => text)
}

const MATCHED_TOOLS = 5
/** What is said of a tool in passing does not make it the tool. */
const LEAST_VALUE = 0.3

/** `SearchIndex.findMatchedTools`. */
export async function findMatchedTools(
  database: Database,
  serverIds: readonly string[],
  terms: readonly Term[],
): Promise<ReadonlyMap<string, string[]>> {
  if (serverIds.length === 0 || terms.length === 0) return new Map()
  const leaves = terms.flatMap((term) => leavesOf(term).filter(({ value }) => value >= LEAST_VALUE))
  const worths = leaves.map(({ value }) => value)
  const queries = leaves.map(toTsquery)
  const rows = await database.$queryRaw<{ serverId: string; names: string[] }[]>`
    SELECT "serverId", (array_agg(name ORDER BY worth DESC, position, name))[1:${MATCHED_TOOLS}::int] AS names
    FROM (
      SELECT d."serverId", t.name, t.position, sum(leaf.value) AS worth
      FROM (SELECT "serverId", "toolId", vector || ''::tsvector AS vector FROM graph."ToolSearchDocument"
        WHERE "serverId" = ANY(${[...serverIds]}::uuid[]) OFFSET 0) d
      JOIN unnest(${queries}::text[], ${worths}::float8[]) AS leaf (query, value)
        ON d.vector @@ leaf.query::tsquery
      JOIN graph."McpTool" t ON t.id = d."toolId"
      GROUP BY d."serverId", t.id) held
    GROUP BY "serverId"`
  return new Map(rows.map(({ serverId, names }) => [serverId, names]))
}
