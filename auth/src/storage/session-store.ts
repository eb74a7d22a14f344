import { defineStatement, type Database } from '@toolgraph/database'
import type { Person } from '../people/person.ts'
import type { SessionStore, SignedInBrowser } from '../people/session.ts'
import { toPerson } from './person-store.ts'

const findSession = defineStatement<Person & { createdAt: Date; lastSeenAt: Date }>(
  'auth/find-session',
  `SELECT "session"."createdAt", "session"."lastSeenAt", "user"."id", "user"."email", "user"."name",
     "user"."isDemo"
   FROM auth."AuthSession" "session"
   JOIN auth."AuthUser" "user" ON "user"."id" = "session"."userId"
   WHERE "session"."id" = $1 AND "session"."expiresAt" > $2`,
)

/** Keeps sessions in Postgres. */
export function createSessionStore(database: Database): SessionStore {
  const table = database.authSession
  return {
    async save(session) {
      await table.create({ data: { ...session, lastSeenAt: session.createdAt } })
    },

    async find(id, now) {
      const [row] = await database.$run(findSession, [id, now])
      if (!row) return undefined
      const { createdAt, lastSeenAt } = row
      return { id, person: toPerson(row), createdAt, lastSeenAt }
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
