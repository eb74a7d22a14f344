import type { FacetCount, Facets, SearchFilter } from './search-index.ts'

/** Results that are alike in all that is counted. */
export interface FacetGroup {
  categories: readonly string[]
  health: string
  auth: string
  count: number
}

/** Which facets of a filter a group fits. */
interface Fit {
  isCategory: boolean
  isHealth: boolean
  isAuth: boolean
}

/** How many results fit a filter, and what they have in common. Each facet counts as if its own filter were not set. */
export function sumFacets(
  groups: Iterable<FacetGroup>,
  filter: SearchFilter,
): { totalCount: number; facets: Facets } {
  const counters = { categories: new Counter(), health: new Counter(), auth: new Counter() }
  let totalCount = 0
  for (const group of groups) {
    const { count } = group
    const { isCategory, isHealth, isAuth } = fitOf(group, filter)
    if (isCategory && isHealth && isAuth) totalCount += count
    if (isHealth && isAuth)
      for (const each of new Set(group.categories)) counters.categories.add(each, count)
    if (isCategory && isAuth) counters.health.add(group.health, count)
    if (isCategory && isHealth) counters.auth.add(group.auth, count)
  }
  const { categories, health, auth } = counters
  return {
    totalCount,
    facets: { categories: categories.list(), health: health.list(), auth: auth.list() },
  }
}

/** Tells whether a group fits all facets of a filter. */
export function isInFacets(group: Omit<FacetGroup, 'count'>, filter: SearchFilter): boolean {
  const { isCategory, isHealth, isAuth } = fitOf(group, filter)
  return isCategory && isHealth && isAuth
}

function fitOf({ categories, health, auth }: Omit<FacetGroup, 'count'>, filter: SearchFilter): Fit {
  return {
    isCategory: !filter.categories || categories.some((each) => filter.categories?.includes(each)),
    isHealth: !filter.health || filter.health.includes(health),
    isAuth: filter.auth === undefined || auth === String(filter.auth),
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
