import { isErrorOf, POSTGRES_CODES, type Database } from '@toolgraph/database'
import type { Person, PersonStore } from '../people/person.ts'

/** Keeps people and their sessions in Postgres. */
export function createPersonStore(database: Database): PersonStore {
  return {
    async findByEmail(email) {
      const row = await database.authUser.findUnique({ where: { email } })
      return row
        ? { person: toPerson(row), passwordHash: row.passwordHash ?? undefined }
        : undefined
    },

    async create(account) {
      try {
        return toPerson(await database.authUser.create({ data: account }))
      } catch (error) {
        if (isErrorOf(error, POSTGRES_CODES.uniqueViolation)) return undefined
        throw error
      }
    },

    async saveSession(session) {
      await database.authSession.create({ data: session })
    },

    async findSession(id, now) {
      const row = await database.authSession.findFirst({
        where: { id, expiresAt: { gt: now } },
        include: { user: true },
      })
      return row ? { id, person: toPerson(row.user), createdAt: row.createdAt } : undefined
    },

    async removeSession(id) {
      await database.authSession.deleteMany({ where: { id } })
    },
  }
}

function toPerson({ id, email, name, isDemo }: Person): Person {
  return { id, email, name, isDemo }
}
