import { Prisma, type Database } from '@toolgraph/database'
import type { Throttle } from './throttle.ts'

/** Where a service counts: a table of its own schema with the columns `key`, `count` and `expiresAt`. */
export type ThrottleTable = 'auth."AuthThrottle"' | 'graph."Throttle"'

/** Counts in Postgres: one statement a try, exact for any number of replicas. */
export function createThrottle(database: Database, table: ThrottleTable): Throttle {
  const counters = Prisma.raw(table)
  return {
    async count(key, windowSeconds, now) {
      const expiresAt = new Date(now.getTime() + windowSeconds * 1000)
      const rows = await database.$queryRaw<{ count: number; expiresAt: Date }[]>`
        INSERT INTO ${counters} AS "kept" ("key", "count", "expiresAt")
        VALUES (${key}, 1, ${expiresAt})
        ON CONFLICT ("key") DO UPDATE SET
          "count" = CASE WHEN "kept"."expiresAt" <= ${now} THEN 1 ELSE "kept"."count" + 1 END,
          "expiresAt" = CASE WHEN "kept"."expiresAt" <= ${now} THEN ${expiresAt} ELSE "kept"."expiresAt" END
        RETURNING "count", "expiresAt"`
      return { tries: rows[0]?.count ?? 1, endsAt: rows[0]?.expiresAt ?? expiresAt }
    },

    async release(key) {
      await database.$executeRaw`
        UPDATE ${counters} SET "count" = "count" - 1 WHERE "key" = ${key} AND "count" > 0`
    },

    async clear(key) {
      await database.$executeRaw`DELETE FROM ${counters} WHERE "key" = ${key}`
    },
  }
}
