import { type Database } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'
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
