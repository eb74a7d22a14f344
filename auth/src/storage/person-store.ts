import { isErrorOf, POSTGRES_CODES, type Database } from '@toolgraph/database'
import type { Person, PersonStore } from '../people/person.ts'

/** Keeps people in Postgres. */
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
  }
}

/** The person of a row. */
export function toPerson({ id, email, name, isDemo }: Person): Person {
  return { id, email, name, isDemo }
}
