import { defineStatement, type Database } from '@toolgraph/database'
import type { AuditLog } from '../audit-log.ts'

const record = defineStatement<never>(
  'auth/record',
  `INSERT INTO auth."AuthAuditEvent" ("id", "action", "userId", "clientId", "detail", "createdAt")
   VALUES ($1, $2, $3, $4, $5, $6)`,
)

/** Keeps what happened in Postgres. */
export function createAuditLog(database: Database, now: () => number): AuditLog {
  return {
    async record({ action, userId = null, clientId = null, detail = {} }) {
      const values = [newEventId(), action, userId, clientId, detail, new Date(now())]
      await database.$run(record, values)
    },
  }
}

/** An id that grows with time (RFC 9562 §5.7), so that the table's index grows at one end. */
export function newEventId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`
}
