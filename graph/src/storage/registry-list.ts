import { Prisma, type Database } from '@toolgraph/database'
import { toNameKey } from '../registry/server.ts'
import type {
  LatestVersion,
  ListedVersion,
  VersionQuery,
  VersionStore,
} from '../registry/version-store.ts'
import type { Viewer } from '../registry/viewer.ts'
import { currentNameKeySql } from './former-name.ts'
import { LISTED_SQL, STATUS_SQL } from './version-rows.ts'
import { visibleServersSql } from './visible-to.ts'

/** Creates what reads versions as the standard's API shows them: each read is one statement. */
export function createVersionStore(database: Database): VersionStore {
  return {
    list: (viewer, query) =>
      database.$query(listSql(viewer, query), {
        isPlannedAnew: query.search !== undefined || query.updatedSince !== undefined,
      }),

    listOf: (viewer, name, { includeDeleted }) =>
      database.$query(
        Prisma.sql`${selectSql({ viewer, includeDeleted })}
          AND s."nameKey" = ${currentNameKeySql(name)} ORDER BY v."publishedAt" DESC, v.version DESC`,
      ),

    async find(viewer, { name, version }, { includeDeleted }) {
      const wanted =
        version === 'latest' ? Prisma.sql`AND "isLatest"` : Prisma.sql`AND version = ${version}`
      const [found] = await database.$query<ListedVersion>(
        Prisma.sql`${selectSql({ viewer, includeDeleted, wanted })}
          AND s."nameKey" = ${currentNameKeySql(name)}`,
      )
      return found
    },

    async listLatest(viewer, serverIds) {
      const wanted = Prisma.sql`AND "isLatest"`
      const found = await database.$query<LatestVersion>(
        Prisma.sql`${selectSql({ viewer, includeDeleted: false, wanted })}
          AND s.id = ANY(${[...serverIds]}::uuid[])`,
      )
      const byId = new Map(found.map((version) => [version.serverId, version]))
      return serverIds.flatMap((id) => byId.get(id) ?? [])
    },
  }
}

interface Selection {
  viewer: Viewer | undefined
  includeDeleted: boolean
  /** Further conditions on the versions of each server (default: all of them) */
  wanted?: Prisma.Sql
}

/**
 * All that a viewer may see; deleted versions where they are asked for, of servers that were withdrawn too.
 *
 * The versions are looked up server by server (`OFFSET 0` keeps it so): a plan that joins them in another way reads
 * everything for a page, for as long as Postgres has not yet looked at what an import brought.
 */
function selectSql({ viewer, includeDeleted, wanted = Prisma.empty }: Selection): Prisma.Sql {
  return Prisma.sql`
    SELECT s.id AS "serverId", s.name, v.version, ${LISTED_SQL} AS json
    FROM graph."McpServer" s CROSS JOIN LATERAL (
      SELECT * FROM graph."McpServerVersion" WHERE "serverId" = s.id ${wanted} OFFSET 0) v
    WHERE ${conditionsSql(viewer, includeDeleted)}`
}

/**
 * The same for what changed lately, by when it changed here: what another registry dates long ago may be new to who reads
 * this one. Postgres decides whether to begin with the names or with the moments.
 */
function selectChangedSql(viewer: Viewer | undefined, updatedSince: string): Prisma.Sql {
  return Prisma.sql`
    SELECT s.name, v.version, ${LISTED_SQL} AS json
    FROM graph."McpServer" s JOIN graph."McpServerVersion" v ON v."serverId" = s.id
    WHERE ${conditionsSql(viewer, true)} AND v."arrivedAt" >= ${updatedSince}::timestamptz`
}

function conditionsSql(viewer: Viewer | undefined, includeDeleted: boolean): Prisma.Sql {
  const isShown = includeDeleted ? Prisma.sql`TRUE` : Prisma.sql`${STATUS_SQL} <> 'deleted'`
  return Prisma.sql`${visibleServersSql(viewer, 's', { withTombstones: includeDeleted })} AND ${isShown}`
}

/** How many rows are wanted stands in the text: a plan that does not know it sorts them all. */
function listSql(viewer: Viewer | undefined, query: VersionQuery): Prisma.Sql {
  const { search, version, updatedSince, includeDeleted = false, after, limit } = query
  const conditions = [
    search && Prisma.sql`AND s."nameKey" LIKE ${toPattern(search)}`,
    version === 'latest' && Prisma.sql`AND v."isLatest"`,
    version && version !== 'latest' && Prisma.sql`AND v.version = ${version}`,
    // The first condition alone is what an index can begin at.
    after && Prisma.sql`AND s.name >= ${after.name}`,
    after && Prisma.sql`AND (s.name, v.version) > (${after.name}, ${after.version})`,
  ].filter((condition) => typeof condition === 'object')
  const select = updatedSince
    ? selectChangedSql(viewer, updatedSince)
    : selectSql({ viewer, includeDeleted })
  return Prisma.sql`${select} ${conditions.length > 0 ? Prisma.join(conditions, ' ') : Prisma.empty}
    ORDER BY s.name, v.version LIMIT ${Prisma.raw(String(limit))}`
}

/** A substring, whatever it holds: the signs of LIKE stand for themselves. */
function toPattern(search: string): string {
  return `%${toNameKey(search).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
