import { Prisma } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'
import type { SearchFilter } from '../search/search-index.ts'
import { isUuid } from './is-uuid.ts'
import { visibleServersSql } from './visible-to.ts'

/** The conditions of a search on `graph."McpServer"` as `s`, kept apart so that what is counted can leave its own one out. */
export interface FilterConditions {
  /** All but the three facets. */
  fixed: Prisma.Sql
  categories: Prisma.Sql
  health: Prisma.Sql
  auth: Prisma.Sql
}

/** Whether a server asks for sign-in, as facets and filters say it. */
export const AUTH_SQL = Prisma.sql`graph.server_auth(s)`

const ANYTHING = Prisma.sql`TRUE`

/** Turns a filter into conditions; every value is bound. */
export function filterConditions(filter: SearchFilter): FilterConditions {
  const { categories, health, auth, tags, region, scope, owner, remote } = filter
  const fixed = [
    Prisma.sql`s.status <> 'deleted'`,
    tags && Prisma.sql`s.tags && ${[...tags]}::text[]`,
    region && Prisma.sql`lower(s.region) = lower(${region})`,
    scope && Prisma.sql`${scope} = ANY(s.scopes)`,
    owner && isOwnedBy(owner),
    remote === true && Prisma.sql`s."baseUrl" IS NOT NULL`,
    remote === false && Prisma.sql`s."baseUrl" IS NULL`,
  ].filter((condition) => typeof condition === 'object')
  return {
    fixed: Prisma.join(fixed, ' AND '),
    categories: categories ? Prisma.sql`s.categories && ${[...categories]}::text[]` : ANYTHING,
    health: health ? Prisma.sql`s."healthState"::text = ANY(${[...health]}::text[])` : ANYTHING,
    auth: auth === undefined ? ANYTHING : Prisma.sql`${AUTH_SQL} = ${String(auth)}`,
  }
}

/** An owner by id, slug or name; looked up once a query. */
function isOwnedBy(owner: string): Prisma.Sql {
  const key = owner.toLowerCase()
  if (isUuid(key)) return Prisma.sql`s."ownerId" = ${key}::uuid`
  return Prisma.sql`s."ownerId" = ANY(ARRAY(
    SELECT fo.id FROM graph."McpOwner" fo WHERE fo.slug = ${key} OR fo.name = ${owner}))`
}

/** The ids of what this viewer may find and not everybody sees, as an array. */
export function ownServersSql(viewer: Viewer | undefined): Prisma.Sql {
  if (!viewer) return Prisma.sql`'{}'::uuid[]`
  return Prisma.sql`ARRAY(SELECT s.id FROM graph."McpServer" s
    WHERE NOT (s.visibility = 'public' AND s.moderation = 'clear') AND s.status <> 'deleted'
      AND ${visibleServersSql(viewer)})`
}

/** Tells whether a filter asks for more than what results are counted by. */
export function isNarrow({
  categories: _1,
  health: _2,
  auth: _3,
  ...fixed
}: SearchFilter): boolean {
  return Object.keys(fixed).length > 0
}
