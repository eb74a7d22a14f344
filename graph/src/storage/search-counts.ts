import { Prisma, type Database } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'
import type { SearchFilter } from '../search/search-index.ts'
import { sumFacets, type FacetGroup } from '../search/sum-facets.ts'
import { AUTH_SQL, filterConditions } from './search-conditions.ts'
import { visibleServersSql } from './visible-to.ts'

/** From so many on, public servers are counted once for all who ask within some seconds. */
const MANY = 10_000
const FRESH_MS = 10_000
/** What is older than this is counted anew before it is told; until then, while it is told. */
const STALE_MS = 60_000
/** Filters whose counts are kept. */
const MAX_KEPT = 100

/** What groups come to under a filter. */
type Sum = ReturnType<typeof sumFacets>

/** Counts servers without a wish: how many there are, and what they have in common. */
export class ServerCounts {
  readonly #database: Database
  readonly #kept = new Map<string, { at: number; groups: readonly FacetGroup[] }>()
  readonly #pending = new Map<string, Promise<readonly FacetGroup[]>>()
  /** What kept groups come to, for as long as they are kept. */
  readonly #sums = new WeakMap<readonly FacetGroup[], Map<string, Sum>>()

  constructor(database: Database) {
    this.#database = database
  }

  async count(viewer: Viewer | undefined, filter: SearchFilter): Promise<Sum> {
    const [groups, own] = await Promise.all([
      this.#public(filter),
      viewer ? countGroups(this.#database, viewer, filter) : [],
    ])
    return own.length > 0 ? sumFacets([...groups, ...own], filter) : this.#sumUp(groups, filter)
  }

  #sumUp(groups: readonly FacetGroup[], filter: SearchFilter): Sum {
    const sums = this.#sums.get(groups) ?? new Map<string, Sum>()
    const key = JSON.stringify([filter.categories, filter.health, filter.auth])
    const known = sums.get(key)
    if (known) return known
    const sum = sumFacets(groups, filter)
    if (sums.size < MAX_KEPT) this.#sums.set(groups, sums.set(key, sum))
    return sum
  }

  async #public(filter: SearchFilter): Promise<readonly FacetGroup[]> {
    const { categories: _1, health: _2, auth: _3, ...fixed } = filter
    const key = JSON.stringify(fixed)
    const kept = this.#kept.get(key)
    const age = kept ? performance.now() - kept.at : Infinity
    if (kept && age < FRESH_MS) return kept.groups
    const counted = this.#countOnce(key, fixed)
    if (!kept || age > STALE_MS) return counted
    counted.catch(() => {})
    return kept.groups
  }

  /** Several who ask at once wait for one count. */
  #countOnce(key: string, fixed: SearchFilter): Promise<readonly FacetGroup[]> {
    const pending = this.#pending.get(key)
    if (pending) return pending
    const counting = countGroups(this.#database, undefined, fixed)
      .then((groups) => {
        this.#keep(key, groups)
        return groups
      })
      .finally(() => this.#pending.delete(key))
    this.#pending.set(key, counting)
    return counting
  }

  #keep(key: string, groups: readonly FacetGroup[]): void {
    this.#kept.delete(key)
    const total = groups.reduce((sum, { count }) => sum + count, 0)
    if (total < MANY) return
    const [oldest] = this.#kept.keys()
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest)
    this.#kept.set(key, { at: performance.now(), groups })
  }
}

/** @param viewer Whose own servers are counted, which not everybody sees; `undefined`: those that everybody sees */
function countGroups(
  database: Database,
  viewer: Viewer | undefined,
  filter: SearchFilter,
): Promise<FacetGroup[]> {
  const isPublic = visibleServersSql(undefined)
  const seen = viewer ? Prisma.sql`NOT ${isPublic} AND ${visibleServersSql(viewer)}` : isPublic
  return database.$query<FacetGroup>(Prisma.sql`
    SELECT s.categories, s."healthState"::text AS health, ${AUTH_SQL} AS auth, count(*)::int AS count
    FROM graph."McpServer" s WHERE ${seen} AND ${filterConditions(filter).fixed} GROUP BY 1, 2, 3`)
}
