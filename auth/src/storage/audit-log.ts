import type { Database } from '@toolgraph/database'
import type { AuditLog } from '../audit-log.ts'

/** Keeps what happened in Postgres. */
export function createAuditLog(database: Database, now: () => number): AuditLog {
  return {
    async record({ action, userId = null, clientId = null, detail = {} }) {
      const createdAt = new Date(now())
      const known = JSON.parse(JSON.stringify(detail))
      await database.authAuditEvent.create({
        data: { action, userId, clientId, detail: known, createdAt },
      })
    },
  }
}
