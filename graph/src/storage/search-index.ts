import type { Database } from '@toolgraph/database'
import type { SearchIndex } from '../search/search-index.ts'
import { browse } from './search-browse.ts'
import { ServerCounts } from './search-counts.ts'
import { refreshOutdated, refreshSearchDocuments } from './search-documents.ts'
import { match } from './search-match.ts'
import { findSimilarNames } from './search-names.ts'
import { StatisticsReader } from './search-statistics.ts'
import { readMatchedTools, readServerTexts, readToolTexts } from './search-texts.ts'

/**
 * Creates the search index on the tables `SearchDocument` and `ToolSearchDocument`.
 *
 * @param graphUrl As for `createRegistry`
 */
export function createSearchIndex(database: Database, graphUrl = ''): SearchIndex {
  const statistics = new StatisticsReader(database)
  const counts = new ServerCounts(database)
  return {
    match: (request) => match(database, statistics, request),
    browse: (request) => browse(database, { counts, graphUrl }, request),
    findSimilarNames: async (word, viewer) =>
      findSimilarNames(database, await statistics.read('server'), word, viewer),
    readMatchedTools: (serverIds, terms) => readMatchedTools(database, serverIds, terms),
    readServerTexts: (serverIds, terms) => readServerTexts(database, serverIds, terms),
    readToolTexts: (toolIds) => readToolTexts(database, toolIds),
    refresh: (serverIds) =>
      database.$transaction((transaction) => refreshSearchDocuments(transaction, serverIds), {
        timeout: 60_000,
      }),
    refreshOutdated: (signal) => refreshOutdated(database, signal),
  }
}
