import type { Database } from '@toolgraph/database'
import type { MirrorClaim, MirrorStore } from '../mirror/mirror-store.ts'

/** Creates what remembers how far other registries were read. */
export function createMirrorStore(database: Database): MirrorStore {
  return {
    async claim(upstreams, { now, leaseUntil }) {
      await database.mirror.createMany({
        data: upstreams.map((upstream) => ({ upstream, dueAt: now })),
        skipDuplicates: true,
      })
      const [claim] = await database.$queryRaw<MirrorClaim[]>`
        UPDATE graph."Mirror" SET lease = gen_random_uuid(), "leaseUntil" = ${leaseUntil}
        WHERE upstream = (SELECT upstream FROM graph."Mirror"
          WHERE upstream = ANY(${[...upstreams]}::text[]) AND "dueAt" <= ${now}
            AND ("leaseUntil" IS NULL OR "leaseUntil" <= ${now})
          ORDER BY "dueAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING upstream, lease::text AS lease, "syncedTo", "startedAt", cursor, failures`
      return claim
    },

    async advance({ upstream, lease }, next) {
      const { count } = await database.mirror.updateMany({ where: { upstream, lease }, data: next })
      return count === 1
    },

    async finish({ upstream, lease }, { syncedTo, dueAt }) {
      await database.mirror.updateMany({
        where: { upstream, lease },
        data: { ...FREE, ...AT_THE_BEGINNING, syncedTo, dueAt, failures: 0 },
      })
    },

    async release({ upstream, lease }, { dueAt, failures, startsAnew }) {
      await database.mirror.updateMany({
        where: { upstream, lease },
        data: { ...FREE, ...(startsAnew ? AT_THE_BEGINNING : {}), dueAt, failures },
      })
    },
  }
}

const FREE = { lease: null, leaseUntil: null }
const AT_THE_BEGINNING = { startedAt: null, cursor: null }
