import type { Database } from '@toolgraph/database'
import type { Throttle } from '../people/throttle.ts'

/** Counts in Postgres: one statement a try, exact for any number of replicas. */
export function createThrottle(database: Database): Throttle {
  return {
    async count(key, windowSeconds, now) {
      const expiresAt = new Date(now.getTime() + windowSeconds * 1000)
      const rows = await database.$queryRaw<{ count: number; expiresAt: Date }[]>`
        INSERT INTO auth."AuthThrottle" AS "kept" ("key", "count", "expiresAt")
        VALUES (${key}, 1, ${expiresAt})
        ON CONFLICT ("key") DO UPDATE SET
          "count" = CASE WHEN "kept"."expiresAt" <= ${now} THEN 1 ELSE "kept"."count" + 1 END,
          "expiresAt" = CASE WHEN "kept"."expiresAt" <= ${now} THEN ${expiresAt} ELSE "kept"."expiresAt" END
        RETURNING "count", "expiresAt"`
      return { tries: rows[0]?.count ?? 1, endsAt: rows[0]?.expiresAt ?? expiresAt }
    },

    async release(key) {
      await database.authThrottle.updateMany({
        where: { key, count: { gt: 0 } },
        data: { count: { decrement: 1 } },
      })
    },

    async clear(key) {
      await database.authThrottle.deleteMany({ where: { key } })
    },
  }
}
