import { defineStatement, type Database } from '@toolgraph/database'
import type { Person } from '../people/person.ts'
import type { Session, SessionStore, SignedInBrowser } from '../people/session.ts'
import { toPerson } from './person-store.ts'

interface FoundRow extends Person {
  createdAt: Date
  lastSeenAt: Date
}

const FOUND_COLUMNS = `"session"."createdAt", "session"."lastSeenAt", "user"."id", "user"."email",
  "user"."name", "user"."isDemo"`

const findSession = defineStatement<FoundRow>(
  'auth/find-session',
  `SELECT ${FOUND_COLUMNS}
   FROM auth."AuthSession" "session"
   JOIN auth."AuthUser" "user" ON "user"."id" = "session"."userId"
   WHERE "session"."id" = $1 AND "session"."expiresAt" > $2`,
)

const findSessionWithGrant = defineStatement<FoundRow & { granted: string[] | null }>(
  'auth/find-session-with-grant',
  `SELECT ${FOUND_COLUMNS}, "grant"."scopes" AS "granted"
   FROM auth."AuthSession" "session"
   JOIN auth."AuthUser" "user" ON "user"."id" = "session"."userId"
   LEFT JOIN auth."AuthGrant" "grant" ON "grant"."userId" = "session"."userId"
     AND "grant"."clientId" = $3 AND "grant"."resource" = $4
   WHERE "session"."id" = $1 AND "session"."expiresAt" > $2`,
)

/** Keeps sessions in Postgres. */
export function createSessionStore(database: Database): SessionStore {
  const table = database.authSession
  return {
    async save({ id, userId, userAgent, address, createdAt, expiresAt, passwordHash = null }) {
      // The lock waits for a password that is being replaced: this session is seen by what ends all of
      // them, or it is never made.
      const saved = await database.$executeRaw`
        INSERT INTO auth."AuthSession"
          ("id", "userId", "userAgent", "address", "createdAt", "lastSeenAt", "expiresAt")
        SELECT ${id}, "id", ${userAgent ?? null}::text, ${address ?? null}::text,
          ${createdAt}::timestamptz, ${createdAt}::timestamptz, ${expiresAt}::timestamptz
        FROM (
          SELECT "id" FROM auth."AuthUser"
          WHERE "id" = ${userId}::uuid
            AND (${passwordHash}::text IS NULL OR "passwordHash" = ${passwordHash})
          FOR SHARE
        ) "user"`
      return saved === 1
    },

    async find(id, now) {
      const [row] = await database.$run(findSession, [id, now])
      return row && toSession(id, row)
    },

    async findWithGrant(id, now, { clientId, resource = '' }) {
      const [row] = await database.$run(findSessionWithGrant, [id, now, clientId, resource])
      return row && { session: toSession(id, row), granted: row.granted ?? undefined }
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

    async endOthers(userId, kept) {
      return (await table.deleteMany({ where: { userId, id: { not: kept } } })).count
    },
  }
}

function toSession(id: string, row: FoundRow): Session {
  const { createdAt, lastSeenAt } = row
  return { id, person: toPerson(row), createdAt, lastSeenAt }
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
