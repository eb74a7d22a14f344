import type { Database } from '@toolgraph/database'

import type { AuthorizationStore } from '../pending/authorization-store.ts'

/** Keeps pending authorizations in Postgres. */
export function createAuthorizationStore(database: Database): AuthorizationStore {
  return {
    async create({ subject = null, ...authorization }) {
      await database.webAuthorization.create({ data: { ...authorization, subject } })
    },

    countOf(subject, now) {
      return database.webAuthorization.count({ where: { subject, expiresAt: { gt: now } } })
    },

    async claim({ id, kind, browser, now }) {
      const rows = await database.$queryRaw<{ payload: string }[]>`
        DELETE FROM web."WebAuthorization"
        WHERE "id" = ${id} AND "kind" = ${kind} AND "browser" = ${browser} AND "expiresAt" > ${now}
        RETURNING "payload"`
      return rows[0]?.payload
    },

    async purge(now) {
      await database.webAuthorization.deleteMany({ where: { expiresAt: { lte: now } } })
    },
  }
}
