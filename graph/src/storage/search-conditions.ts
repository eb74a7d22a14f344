import { Prisma } from '@toolgraph/database'
import type { SearchFilter } from '../search/search-index.ts'
import { isUuid } from './is-uuid.ts'

/** The conditions of a search on `graph."McpServer"` as `s`, kept apart so that facets can leave their own one out. */
export interface FilterConditions {
  /** All but the three facets. */
  fixed: Prisma.Sql
  categories: Prisma.Sql
  health: Prisma.Sql
  auth: Prisma.Sql
}

/**
 * Whether a server asks for sign-in: `true`, `false`, or `unknown` where nobody has looked yet. A publisher's word
 * counts; an importer's silence does not.
 */
export const AUTH_SQL = Prisma.sql`CASE
  WHEN s."oauthIssuer" IS NOT NULL OR cardinality(s.scopes) > 0
    OR s."healthState" IN ('gated', 'gated_broken') THEN 'true'
  WHEN s."healthState" = 'open' OR s.source = 'published' THEN 'false'
  ELSE 'unknown' END`

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

/**
 * The facet counts as one JSON value. Reads a common table `hits` with the columns `categories`, `health`, `auth` and
 * `in_categories`, `in_health`, `in_auth`.
 */
export const FACETS_SQL = Prisma.sql`json_build_object(
  'categories', (SELECT coalesce(json_agg(f), '[]') FROM (
    SELECT value, count(*)::int AS count FROM hits, unnest(hits.categories) AS value
    WHERE in_health AND in_auth GROUP BY value ORDER BY count DESC, value) f),
  'health', (SELECT coalesce(json_agg(f), '[]') FROM (
    SELECT health AS value, count(*)::int AS count FROM hits
    WHERE in_categories AND in_auth GROUP BY health ORDER BY count DESC, health) f),
  'auth', (SELECT coalesce(json_agg(f), '[]') FROM (
    SELECT auth AS value, count(*)::int AS count FROM hits
    WHERE in_categories AND in_health GROUP BY auth ORDER BY count DESC, auth) f))`

/** Tells whether a filter narrows anything. */
export function hasConditions(filter: SearchFilter): boolean {
  return Object.keys(filter).length > 0
}
