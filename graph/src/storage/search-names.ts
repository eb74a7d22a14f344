import { type Database } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'
import { correctSpelling } from '../search/correct-spelling.ts'
import type { WordStatistics } from './search-statistics.ts'
import { visibleServersSql } from './visible-to.ts'

const SIMILAR_NAMES = 20
/** Two swapped letters in a word of six leave less than half of its trigrams. */
const MIN_SIMILARITY = '0.3'

/** `SearchIndex.findSimilarNames`: among the words of many names first, which are at hand. */
export async function findSimilarNames(
  database: Database,
  { commonNames }: WordStatistics,
  word: string,
  viewer: Viewer | undefined,
): Promise<string[]> {
  const near = commonNames.filter((name) => isNear(name, word))
  if (near.length > 0) return near
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

/** Few errors are in the first letter, and most of those swap it with the second. */
function isNear(name: string, word: string): boolean {
  if (Math.abs(name.length - word.length) > 1 || name === word) return false
  if (name[0] !== word[0] && name[1] !== word[0]) return false
  return correctSpelling(word, [name]) === name
}
