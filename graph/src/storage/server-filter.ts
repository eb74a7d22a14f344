import type { Prisma } from '@toolgraph/database'
import { assertFilterSize } from '../search/cursor.ts'
import { isUuid } from './is-uuid.ts'

/** Which servers a list may hold; all conditions together. */
export interface ServerFilter {
  categories?: readonly string[] | null | undefined
  tags?: readonly string[] | null | undefined
  auth?: boolean | null | undefined
  health?: readonly Prisma.$McpServerPayload['scalars']['healthState'][] | null | undefined
  region?: string | null | undefined
  scope?: string | null | undefined
  owner?: string | null | undefined
  remote?: boolean | null | undefined
}

/**
 * Turns a filter into Prisma's `where`. Withdrawn servers are in no list.
 *
 * @throws SearchError ERR_FILTER_TOO_LONG
 */
export function serverWhere(filter: ServerFilter | null | undefined): Prisma.McpServerWhereInput {
  const { categories, tags, auth, health, region, scope, owner, remote } = filter ?? {}
  assertFilterSize(filter ?? {})
  const conditions: Prisma.McpServerWhereInput[] = [{ status: { not: 'deleted' } }]
  if (categories?.length) conditions.push({ categories: { hasSome: [...categories] } })
  if (tags?.length) conditions.push({ tags: { hasSome: [...tags] } })
  if (health?.length) conditions.push({ healthState: { in: [...health] } })
  if (typeof auth === 'boolean') conditions.push(auth ? ASKS_FOR_SIGN_IN : KNOWN_OPEN)
  if (region) conditions.push({ region })
  if (scope) conditions.push({ scopes: { has: scope } })
  if (owner) conditions.push({ owner: ownerWhere(owner) })
  if (typeof remote === 'boolean') conditions.push({ baseUrl: remote ? { not: null } : null })
  return { AND: conditions }
}

/** An owner by id, slug or name: the same rule as in the search index. */
function ownerWhere(owner: string): Prisma.McpOwnerWhereInput {
  const key = owner.toLowerCase()
  return isUuid(key) ? { id: key } : { OR: [{ slug: key }, { name: owner }] }
}

/** The search index has the same rule in SQL (`AUTH_SQL`). */
const ASKS_FOR_SIGN_IN: Prisma.McpServerWhereInput = {
  OR: [
    { oauthIssuer: { not: null } },
    { scopes: { isEmpty: false } },
    { healthState: { in: ['gated', 'gated_broken'] } },
  ],
}

/** A publisher's word counts, and a reading's; an importer's silence does not. */
const KNOWN_OPEN: Prisma.McpServerWhereInput = {
  NOT: ASKS_FOR_SIGN_IN,
  OR: [{ healthState: 'open' }, { source: 'published' }],
}
