import { Prisma, type Database } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'
import type { FacetCount, Facets, SearchFilter } from '../search/search-index.ts'
import { AUTH_SQL, filterConditions } from './search-conditions.ts'
import { visibleServersSql } from './visible-to.ts'

/** Servers that are alike in all that is counted. */
interface Group {
  categories: string[]
  health: string
  auth: string
  count: number
}

/** From so many on, public servers are counted once for all who ask within some seconds. */
const MANY = 10_000
const FRESH_MS = 10_000
/** What is older than this is counted anew before it is told; until then, while it is told. */
const STALE_MS = 60_000
/** Filters whose counts are kept. */
const MAX_KEPT = 100

/** Counts servers without a wish: how many there are, and what they have in common. */
export class ServerCounts {
  readonly #database: Database
  readonly #kept = new Map<string, { at: number; groups: readonly Group[] }>()
  readonly #pending = new Map<string, Promise<readonly Group[]>>()

  constructor(database: Database) {
    this.#database = database
  }

  async count(
    viewer: Viewer | undefined,
    filter: SearchFilter,
  ): Promise<{ totalCount: number; facets: Facets }> {
    const [groups, own] = await Promise.all([
      this.#public(filter),
      viewer ? countGroups(this.#database, viewer, filter) : [],
    ])
    return sumUp([...groups, ...own], filter)
  }

  async #public(filter: SearchFilter): Promise<readonly Group[]> {
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
  #countOnce(key: string, fixed: SearchFilter): Promise<readonly Group[]> {
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

  #keep(key: string, groups: readonly Group[]): void {
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
): Promise<Group[]> {
  const isPublic = visibleServersSql(undefined)
  const seen = viewer ? Prisma.sql`NOT ${isPublic} AND ${visibleServersSql(viewer)}` : isPublic
  return database.$query<Group>(Prisma.sql`
    SELECT s.categories, s."healthState"::text AS health, ${AUTH_SQL} AS auth, count(*)::int AS count
    FROM graph."McpServer" s WHERE ${seen} AND ${filterConditions(filter).fixed} GROUP BY 1, 2, 3`)
}

/** Each facet counts as if its own filter were not set. */
function sumUp(groups: readonly Group[], filter: SearchFilter) {
  const inCategories = ({ categories }: Group) =>
    !filter.categories || categories.some((each) => filter.categories?.includes(each))
  const inHealth = ({ health }: Group) => !filter.health || filter.health.includes(health)
  const inAuth = ({ auth }: Group) => filter.auth === undefined || auth === String(filter.auth)
  const facets = { categories: new Counter(), health: new Counter(), auth: new Counter() }
  let totalCount = 0
  for (const group of groups) {
    const { count } = group
    const [isCategory, isHealth, isAuth] = [inCategories(group), inHealth(group), inAuth(group)]
    if (isCategory && isHealth && isAuth) totalCount += count
    if (isHealth && isAuth)
      for (const each of new Set(group.categories)) facets.categories.add(each, count)
    if (isCategory && isAuth) facets.health.add(group.health, count)
    if (isCategory && isHealth) facets.auth.add(group.auth, count)
  }
  return {
    totalCount,
    facets: {
      categories: facets.categories.list(),
      health: facets.health.list(),
      auth: facets.auth.list(),
    },
  }
}

class Counter {
  readonly #counts = new Map<string, number>()

  add(value: string, count: number): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + count)
  }

  /** Most first. */
  list(): FacetCount[] {
    const counts = [...this.#counts].map(([value, count]) => ({ value, count }))
    return counts.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }
}
