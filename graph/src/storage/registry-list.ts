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
        Prisma.sql`${selectSql(viewer, includeDeleted)}
          AND s."nameKey" = ${currentNameKeySql(name)} ORDER BY v."publishedAt" DESC, v.version DESC`,
      ),

    async find(viewer, { name, version }, { includeDeleted }) {
      const isWanted =
        version === 'latest' ? Prisma.sql`v."isLatest"` : Prisma.sql`v.version = ${version}`
      const [found] = await database.$query<ListedVersion>(
        Prisma.sql`${selectSql(viewer, includeDeleted)}
          AND s."nameKey" = ${currentNameKeySql(name)} AND ${isWanted}`,
      )
      return found
    },

    async listLatest(viewer, serverIds) {
      const found = await database.$query<LatestVersion>(
        Prisma.sql`${selectSql(viewer, false)}
          AND s.id = ANY(${[...serverIds]}::uuid[]) AND v."isLatest"`,
      )
      const byId = new Map(found.map((version) => [version.serverId, version]))
      return serverIds.flatMap((id) => byId.get(id) ?? [])
    },
  }
}

/** All that a viewer may see; deleted versions where they are asked for, of servers that were withdrawn too. */
function selectSql(viewer: Viewer | undefined, includeDeleted: boolean): Prisma.Sql {
  const isShown = includeDeleted ? Prisma.sql`TRUE` : Prisma.sql`${STATUS_SQL} <> 'deleted'`
  return Prisma.sql`
    SELECT s.id AS "serverId", s.name, v.version, ${LISTED_SQL} AS json
    FROM graph."McpServer" s JOIN graph."McpServerVersion" v ON v."serverId" = s.id
    WHERE ${visibleServersSql(viewer, 's', { withTombstones: includeDeleted })} AND ${isShown}`
}

/** How many rows are wanted stands in the text: a plan that does not know it sorts them all. */
function listSql(viewer: Viewer | undefined, query: VersionQuery): Prisma.Sql {
  const { search, version, updatedSince, includeDeleted = false, after, limit } = query
  const conditions = [
    search && Prisma.sql`s."nameKey" LIKE ${toPattern(search)}`,
    version === 'latest' && Prisma.sql`v."isLatest"`,
    version && version !== 'latest' && Prisma.sql`v.version = ${version}`,
    updatedSince && Prisma.sql`v."updatedAt" >= ${updatedSince}::timestamptz`,
    // The first condition alone is what an index can begin at.
    after && Prisma.sql`s.name >= ${after.name}`,
    after && Prisma.sql`(s.name, v.version) > (${after.name}, ${after.version})`,
  ].filter((condition) => typeof condition === 'object')
  return Prisma.sql`${selectSql(viewer, includeDeleted)}
    ${conditions.length > 0 ? Prisma.sql`AND ${Prisma.join(conditions, ' AND ')}` : Prisma.empty}
    ORDER BY s.name, v.version LIMIT ${Prisma.raw(String(limit))}`
}

/** A substring, whatever it holds: the signs of LIKE stand for themselves. */
function toPattern(search: string): string {
  return `%${toNameKey(search).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
