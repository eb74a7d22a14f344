import { Prisma, type Database } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'
import { correctSpelling, typingDistance } from '../search/correct-spelling.ts'
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

async function findSimilarWords(
  database: Database,
  statistics: WordStatistics,
  word: string,
  viewer: Viewer | undefined,
): Promise<string[]> {
  const rows = await database.$query<{ name: string; isOwn: boolean }>(Prisma.sql`
    SELECT name, "isOwn"
    FROM graph.similar_names(${word}, ${ownServersSql(viewer)}, ${SIMILAR_NAMES}::int)`)
  const own = rows.filter(({ isOwn }) => isOwn).map(({ name }) => name)
  const similar = rows.filter(({ isOwn }) => !isOwn).map(({ name }) => name)
  const near = similar.filter((name) => correctSpelling(word, [name]) === name)
  return [...(await keepNearestPublic(database, statistics, word, near)), ...own]
}

/** What has more errors is looked at only where nothing with fewer is public. Of as many, the more common one first. */
async function keepNearestPublic(
  database: Database,
  { count }: WordStatistics,
  word: string,
  near: readonly string[],
): Promise<string[]> {
  const commonness = (name: string) =>
    count({ lexemes: [toLexeme(name)], isPrefix: true, value: 1 })
  const sorted = near
    .map((name) => ({ name, errors: typingDistance(word, name), held: commonness(name) }))
    .sort((a, b) => b.held - a.held)
  for (const errors of [1, 2]) {
    const words = sorted.filter((one) => one.errors === errors).map(({ name }) => name)
    const held = await heldNameWords(database, words, { inPublic: true })
    if (held.length > 0) return held
  }
  return []
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
