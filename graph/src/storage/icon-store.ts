import { Prisma, type Database } from '@toolgraph/database'
import { toPictureType, type Picture } from '../icons/icon.ts'
import type { IconServer, IconStore } from '../icons/icon-store.ts'
import { currentNameKeySql } from './former-name.ts'
import { visibleServersSql } from './visible-to.ts'

const KEPT_MS = 7 * 86_400_000

/** Creates the store of pictures on Prisma: the only implementation. */
export function createIconStore(database: Database): IconStore {
  return {
    async find(viewer, reference) {
      const isMeant =
        'id' in reference
          ? Prisma.sql`s.id = ${reference.id}::uuid`
          : Prisma.sql`s."nameKey" = ${currentNameKeySql(reference.name)}`
      // Most of a manifest is not about icons: what is, is taken out where it stands.
      const [found] = await database.$queryRaw<IconServer[]>`
        SELECT s.id::text, s.name, ${visibleServersSql(undefined)} AS "isPublic",
          CASE WHEN s."iconUrl" IS NOT NULL THEN coalesce(v.definition -> 'icons', v.manifest -> 'icons') END AS icons
        FROM graph."McpServer" s
        LEFT JOIN graph."McpServerVersion" v ON v."serverId" = s.id AND v."isLatest"
        WHERE ${isMeant} AND ${visibleServersSql(viewer)}`
      return found
    },

    async read({ serverId, src }) {
      const row = await database.serverIcon.findUnique({
        where: { serverId_src: { serverId, src } },
      })
      return row ? { picture: toPicture(row), dueAt: row.dueAt } : undefined
    },

    async claim({ serverId, src }, { now, until }) {
      const claimed = await database.$executeRaw`
        INSERT INTO graph."ServerIcon" AS i ("serverId", src, "dueAt") VALUES (${serverId}::uuid, ${src}, ${until})
        ON CONFLICT ("serverId", src) DO UPDATE SET "dueAt" = excluded."dueAt" WHERE i."dueAt" <= ${now}`
      return claimed > 0
    },

    async settle({ serverId, src }, { picture, now, dueAt }) {
      const read = picture ? { ...picture, fetchedAt: now } : {}
      await database.serverIcon.updateMany({ where: { serverId, src }, data: { ...read, dueAt } })
    },

    async prune(now) {
      const before = { lt: new Date(now.getTime() - KEPT_MS) }
      await database.serverIcon.deleteMany({
        where: { OR: [{ fetchedAt: before }, { fetchedAt: null, dueAt: before }] },
      })
    },
  }
}

function toPicture(row: {
  type: string | null
  bytes: Picture['bytes'] | null
  digest: string | null
}): Picture | undefined {
  const { bytes, digest } = row
  const type = toPictureType(row.type ?? '')
  return type && bytes && digest !== null ? { type, bytes, digest } : undefined
}
