import type { ServerFilter, HealthState } from '#gql/documents'
import type { FiltersView } from '#lib/view.ts'

const HEALTH_STATES: readonly HealthState[] = [
  'open',
  'gated',
  'gated_broken',
  'wrong_transport',
  'not_mcp',
  'down',
  'unknown',
]
const MAX_CATEGORIES = 20

/** Reads the narrowing of a search from an address; what is not a choice is left out. */
export function parseFilters(parameters: URLSearchParams): FiltersView {
  const auth = parameters.get('auth')
  return {
    categories: parameters
      .getAll('category')
      .filter((category) => /^[a-z0-9-]{1,64}$/.test(category))
      .slice(0, MAX_CATEGORIES),
    auth: auth === 'none' || auth === 'oauth' ? auth : null,
    health: HEALTH_STATES.filter((state) => parameters.getAll('health').includes(state)),
  }
}

/** The same narrowing as the graph wants it. */
export function toServerFilter({ categories, auth, health }: FiltersView): ServerFilter {
  return {
    ...(categories.length > 0 && { categories }),
    ...(auth && { auth: auth === 'oauth' }),
    ...(health.length > 0 && {
      health: HEALTH_STATES.filter((state) => health.includes(state)),
    }),
  }
}
