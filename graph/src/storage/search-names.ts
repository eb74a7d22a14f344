import { Prisma, type Database } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'
import { correctSpelling } from '../search/correct-spelling.ts'
import { nearNameParts } from '../search/name-parts.ts'
import { toLexeme } from '../search/page.ts'
import { heldNameWords } from './name-words.ts'
import { ownServersSql } from './search-conditions.ts'
import type { WordStatistics } from './search-statistics.ts'
import { visibleServersSql } from './visible-to.ts'

/** So many of the most similar are compared letter by letter. */
const SIMILAR_NAMES = 50

/** `SearchIndex.findSimilarNames`. */
export function findSimilarNames(
  database: Database,
  statistics: WordStatistics,
  word: string,
  viewer: Viewer | undefined,
): Promise<string[]> {
  return word.includes('/')
    ? findNearRegistryNames(database, word, viewer)
    : findSimilarWords(database, statistics, word, viewer)
}

/** Of words that are equally near, the more common one first. */
async function findSimilarWords(
  database: Database,
  { count }: WordStatistics,
  word: string,
  viewer: Viewer | undefined,
): Promise<string[]> {
  const rows = await database.$query<{ name: string; isOwn: boolean }>(Prisma.sql`
    SELECT name, "isOwn"
    FROM graph.similar_names(${word}, ${ownServersSql(viewer)}, ${SIMILAR_NAMES}::int)`)
  const own = rows.filter(({ isOwn }) => isOwn).map(({ name }) => name)
  const near = rows
    .filter(({ name, isOwn }) => !isOwn && correctSpelling(word, [name]) === name)
    .map(({ name }) => ({
      name,
      held: count({ lexemes: [toLexeme(name)], isPrefix: true, value: 1 }),
    }))
    .sort((a, b) => b.held - a.held)
    .map(({ name }) => name)
  return [...(await heldNameWords(database, near, { inPublic: true })), ...own]
}

async function findNearRegistryNames(
  database: Database,
  name: string,
  viewer: Viewer | undefined,
): Promise<string[]> {
  const rows = await database.$query<{ name: string }>(Prisma.sql`
    SELECT s."nameKey" AS name FROM graph."McpServer" s
    WHERE graph.name_parts(s."nameKey") && ${nearNameParts(name)}::text[]
      AND s.status <> 'deleted' AND ${visibleServersSql(viewer)}
    ORDER BY similarity(s."nameKey", ${name}) DESC, s."nameKey" LIMIT ${SIMILAR_NAMES}::int`)
  return rows.map((row) => row.name)
}
