import type { Database } from '@toolgraph/database'
import type { Outbox } from '../mail/mailer.ts'

const KEPT_MS = 24 * 60 * 60 * 1000
const MOST_SHOWN = 50

/** Keeps mail in Postgres instead of sending it; for a development machine only. */
export function createOutbox(database: Database, now: () => number): Outbox {
  return {
    async send(mail) {
      const createdAt = new Date(now())
      const expiresAt = new Date(now() + KEPT_MS)
      await database.authOutboxMail.create({ data: { ...mail, createdAt, expiresAt } })
    },

    async list() {
      const rows = await database.authOutboxMail.findMany({
        where: { expiresAt: { gt: new Date(now()) } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: MOST_SHOWN,
      })
      return rows.map(({ to, subject, text, createdAt }) => ({ to, subject, text, createdAt }))
    },
  }
}
