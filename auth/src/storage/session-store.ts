import type { Database } from '@toolgraph/database'
import type { SessionStore, SignedInBrowser } from '../people/session.ts'
import { toPerson } from './person-store.ts'

/** Keeps sessions in Postgres. */
export function createSessionStore(database: Database): SessionStore {
  const table = database.authSession
  return {
    async save(session) {
      await table.create({ data: { ...session, lastSeenAt: session.createdAt } })
    },

    async find(id, now) {
      const where = { id, expiresAt: { gt: now } }
      const row = await table.findFirst({ where, include: { user: true } })
      if (!row) return undefined
      const { createdAt, lastSeenAt, user } = row
      return { id, person: toPerson(user), createdAt, lastSeenAt }
    },

    async touch(id, { now, unlessSince }) {
      const where = { id, lastSeenAt: { lt: unlessSince } }
      await table.updateMany({ where, data: { lastSeenAt: now } })
    },

    async list(userId, now) {
      const where = { userId, expiresAt: { gt: now } }
      const rows = await table.findMany({ where, orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }] })
      return rows.map(toBrowser)
    },

    async end(userId, id) {
      return (await table.deleteMany({ where: { id, userId } })).count === 1
    },

    async endAll(userId, kept) {
      const others = kept === undefined ? {} : { id: { not: kept } }
      return (await table.deleteMany({ where: { userId, ...others } })).count
    },
  }
}

interface SessionRow {
  id: string
  userAgent: string | null
  address: string | null
  createdAt: Date
  lastSeenAt: Date
}

function toBrowser({ id, userAgent, address, createdAt, lastSeenAt }: SessionRow): SignedInBrowser {
  return {
    id,
    ...(userAgent !== null && { userAgent }),
    ...(address !== null && { address }),
    createdAt,
    lastSeenAt,
  }
}
