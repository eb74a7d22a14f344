import { Prisma, type Database } from '@toolgraph/database'
import type { Leaf } from '../search/leaves.ts'
import type { SearchKind } from '../search/search-index.ts'

/** How common words are, roughly. */
export interface WordStatistics {
  documentCount: number
  /** The words of many names, where there are so many documents that a listed word is nobody's secret. */
  commonNames: readonly string[]
  /** In how many documents a leaf is held, as far as that was counted: 0 where it is rare. */
  count(leaf: Leaf): number
  /** In how many documents a leaf is held, roughly; where it is rare, a guess; 0 where nothing was counted yet. */
  estimate(leaf: Leaf): number
}

/** Postgres counts words by itself (`ANALYZE`), every time that a tenth of the documents has changed. */
const MAX_AGE_MS = 60_000

const MANY_DOCUMENTS = 10_000
const NAME = /^[a-z]{4,}\/[A-C]$/

const TABLES = { server: 'SearchDocument', tool: 'ToolSearchDocument' } as const

/** Reads how common words are, and keeps it for a minute: it only says in which order to look, and where not to. */
export class StatisticsReader {
  readonly #database: Database
  readonly #kept = new Map<SearchKind, { at: number; statistics: Promise<WordStatistics> }>()

  constructor(database: Database) {
    this.#database = database
  }

  read(kind: SearchKind): Promise<WordStatistics> {
    const kept = this.#kept.get(kind)
    if (kept && performance.now() - kept.at < MAX_AGE_MS) return kept.statistics
    const statistics = readStatistics(this.#database, kind)
    this.#kept.set(kind, { at: performance.now(), statistics })
    statistics.catch(() => this.#kept.delete(kind))
    return statistics
  }
}

interface StatisticsRow {
  documents: number
  lexemes: string[]
  frequencies: number[]
}

async function readStatistics(database: Database, kind: SearchKind): Promise<WordStatistics> {
  const table = TABLES[kind]
  const [row] = await database.$queryRaw<StatisticsRow[]>`
    SELECT c.reltuples::int AS documents,
      coalesce(p.most_common_elems::text::text[], '{}') AS lexemes,
      coalesce(p.most_common_elem_freqs, '{}') AS frequencies
    FROM pg_class c LEFT JOIN pg_stats p
      ON p.schemaname = 'graph' AND p.tablename = ${table} AND p.attname = 'vector'
    WHERE c.oid = ${`graph."${table}"`}::text::regclass`
  if (!row) throw new TypeError('A table has a row in pg_class')
  const { lexemes, frequencies } = row
  const documentCount = row.documents > 0 ? row.documents : await countDocuments(database, table)
  const counts = new Map<string, number>()
  // Behind the frequencies stand the least and the greatest of them; what is not listed is rarer than the least.
  const unlisted = Math.round(((frequencies[lexemes.length] ?? 0) * documentCount) / 20)
  lexemes.forEach((lexeme, at) => {
    const count = Math.round((frequencies[at] ?? 0) * documentCount)
    counts.set(lexeme, count)
    // The beginning of all its weights is asked for, too.
    const word = lexeme.slice(0, lexeme.lastIndexOf('/') + 1)
    counts.set(word, (counts.get(word) ?? 0) + count)
  })
  return {
    documentCount,
    commonNames: documentCount > MANY_DOCUMENTS ? namesOf(lexemes) : [],
    count: ({ lexemes: words }) => Math.min(...words.map((word) => counts.get(word) ?? 0)),
    estimate: ({ lexemes: words }) =>
      Math.min(...words.map((word) => counts.get(word) ?? unlisted)),
  }
}

function namesOf(lexemes: readonly string[]): string[] {
  const names = lexemes.filter((lexeme) => NAME.test(lexeme))
  return [...new Set(names.map((lexeme) => lexeme.slice(0, -2)))]
}

/** Of what everybody may see: in a small registry, what is hidden would else be felt in what others find. */
async function countDocuments(database: Database, table: string): Promise<number> {
  const [row] = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${Prisma.raw(`graph."${table}"`)} WHERE "isPublic"`
  return row?.count ?? 0
}
