import { Prisma, type Database } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'
import { isNear } from '../search/correct-spelling.ts'
import { ownServersSql } from './search-conditions.ts'
import type { WordStatistics } from './search-statistics.ts'

const SIMILAR_NAMES = 20

/** `SearchIndex.findSimilarNames`: among the words of many names first, which are at hand. */
export async function findSimilarNames(
  database: Database,
  { commonNames }: WordStatistics,
  word: string,
  viewer: Viewer | undefined,
): Promise<string[]> {
  const near = commonNames.filter((name) => isNear(name, word))
  if (near.length > 0) return near
  const rows = await database.$query<{ text: string }>(Prisma.sql`
    SELECT found.text FROM graph.similar_names(${word}, ${ownServersSql(viewer)}, ${SIMILAR_NAMES}::int)
      WITH ORDINALITY AS found (text, place) ORDER BY found.place`)
  return rows.map(({ text }) => text)
}
