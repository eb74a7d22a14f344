import type { Database } from '@toolgraph/database'

import type { SessionStore } from '../sign-in/session-store.ts'

/** Keeps sessions in Postgres. */
export function createSessionStore(database: Database): SessionStore {
  return {
    async create(session) {
      await database.webSession.create({ data: session })
    },

    async find(id, now) {
      const row = await database.webSession.findFirst({ where: { id, expiresAt: { gt: now } } })
      if (!row) return undefined
      const { refreshLease, refreshLeaseUntil, createdAt: _createdAt, ...session } = row
      const leaseUntil = refreshLease ? (refreshLeaseUntil ?? undefined) : undefined
      return { ...session, leaseUntil }
    },

    async lease({ id, tokenVersion, lease, until }) {
      const count = await database.$executeRaw`
        UPDATE web."WebSession" SET "refreshLease" = ${lease}::uuid, "refreshLeaseUntil" = ${until}
        WHERE "id" = ${id} AND "tokenVersion" = ${tokenVersion} AND "refreshLease" IS NULL`
      return count === 1
    },

    async renew({ id, lease, tokenSet, tokenExpiresAt }) {
      const count = await database.$executeRaw`
        UPDATE web."WebSession"
        SET "tokenSet" = ${tokenSet}, "tokenExpiresAt" = ${tokenExpiresAt},
            "tokenVersion" = "tokenVersion" + 1, "refreshLease" = NULL, "refreshLeaseUntil" = NULL
        WHERE "id" = ${id} AND "refreshLease" = ${lease}::uuid`
      return count === 1
    },

    async release(id, lease) {
      await database.$executeRaw`
        UPDATE web."WebSession" SET "refreshLease" = NULL, "refreshLeaseUntil" = NULL
        WHERE "id" = ${id} AND "refreshLease" = ${lease}::uuid`
    },

    async end(id) {
      await database.webSession.deleteMany({ where: { id } })
    },

    async purge(now) {
      await database.webSession.deleteMany({ where: { expiresAt: { lte: now } } })
    },
  }
}
