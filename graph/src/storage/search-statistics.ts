import { Prisma, type Database } from '@toolgraph/database'
import { firstFrom } from '../search/first-from.ts'
import type { Leaf } from '../search/leaves.ts'
import type { SearchKind } from '../search/search-index.ts'

/** How common words are, roughly. */
export interface WordStatistics {
  documentCount: number
  /** In how many documents a leaf is held, as far as that was counted: 0 where it is rare. */
  count(leaf: Leaf): number
  /** In how many documents a leaf is held, roughly; where it is rare, a guess; 0 where nothing was counted yet. */
  estimate(leaf: Leaf): number
  /**
   * Above which standing so many of a leaf's documents are found, roughly.
   *
   * @param count In how many documents the leaf is held
   * @returns `undefined` where most of all documents are needed
   */
  standingOf(wanted: number, count: number): number | undefined
}

/** Postgres counts words by itself (`ANALYZE`), every time that a tenth of the documents has changed. */
const MAX_AGE_MS = 60_000

const MANY_DOCUMENTS = 10_000

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
    if (kept) {
      // Nobody waits for new ones.
      kept.at = performance.now()
      statistics.then(
        () => this.#keep(kind, statistics),
        () => {},
      )
      return kept.statistics
    }
    this.#keep(kind, statistics)
    statistics.catch(() => this.#kept.delete(kind))
    return statistics
  }

  #keep(kind: SearchKind, statistics: Promise<WordStatistics>): void {
    this.#kept.set(kind, { at: performance.now(), statistics })
  }
}

interface StatisticsRow {
  documents: number
  lexemes: string[]
  frequencies: number[]
  /** Of the document at each of `SHARES`, most first. */
  standings: number[]
}

/** Parts of all documents, the most used ones, of which it is known from which standing on they are it. */
const SHARES = [1 / 128, 1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4]

async function readStatistics(database: Database, kind: SearchKind): Promise<WordStatistics> {
  const table = TABLES[kind]
  const [row] = await database.$queryRaw<StatisticsRow[]>`
    SELECT c.reltuples::int AS documents,
      coalesce(p.most_common_elems::text::text[], '{}') AS lexemes,
      coalesce(p.most_common_elem_freqs, '{}') AS frequencies,
      ARRAY(SELECT coalesce((SELECT d.standing FROM ${Prisma.raw(`graph."${table}"`)} d
          ORDER BY d.standing DESC OFFSET (c.reltuples * share)::int LIMIT 1), 0)
        FROM unnest(${SHARES}::float8[]) AS share WHERE c.reltuples > ${MANY_DOCUMENTS}::int) AS standings
    FROM pg_class c LEFT JOIN pg_stats p
      ON p.schemaname = 'graph' AND p.tablename = ${table} AND p.attname = 'vector'
    WHERE c.oid = ${`graph."${table}"`}::text::regclass`
  if (!row) throw new TypeError('A table has a row in pg_class')
  const { lexemes, frequencies, standings } = row
  const documentCount = row.documents > 0 ? row.documents : await countDocuments(database, table)
  // Behind the frequencies stand the least and the greatest of them; what is not listed is rarer than the least.
  const unlisted = Math.round(((frequencies[lexemes.length] ?? 0) * documentCount) / 20)
  const counts = new ListedCounts(
    lexemes.map((lexeme, at) => [lexeme, Math.round((frequencies[at] ?? 0) * documentCount)]),
  )
  const count = ({ lexemes: words, isPrefix }: Leaf) =>
    Math.min(...words.map((word) => (isPrefix ? counts.startingWith(word) : counts.of(word))))
  return {
    documentCount,
    count,
    estimate: (leaf) => count(leaf) || unlisted,
    standingOf: (wanted, held) => {
      const share = wanted / Math.max(1, held)
      return standings[SHARES.findIndex((each) => each >= share)]
    },
  }
}

/** How common the listed words are, alone and by their beginning. */
class ListedCounts {
  readonly #counts: ReadonlyMap<string, number>
  readonly #lexemes: readonly string[]
  /** By place: how often all before it are held. */
  readonly #before: readonly number[]

  constructor(counts: readonly (readonly [lexeme: string, count: number])[]) {
    this.#counts = new Map(counts)
    const sorted = counts.toSorted(([one], [other]) => (one < other ? -1 : 1))
    this.#lexemes = sorted.map(([lexeme]) => lexeme)
    let sum = 0
    this.#before = [0, ...sorted.map(([, count]) => (sum += count))]
  }

  of(lexeme: string): number {
    return this.#counts.get(lexeme) ?? 0
  }

  startingWith(prefix: string): number {
    const from = firstFrom(this.#lexemes, prefix)
    const to = firstFrom(this.#lexemes, `${prefix}\uffff`)
    return (this.#before[to] ?? 0) - (this.#before[from] ?? 0)
  }
}

/** Of what everybody may see: in a small registry, what is hidden would else be felt in what others find. */
async function countDocuments(database: Database, table: string): Promise<number> {
  const [row] = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${Prisma.raw(`graph."${table}"`)} WHERE "isPublic"`
  return row?.count ?? 0
}
