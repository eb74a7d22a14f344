import { isErrorOf, POSTGRES_CODES, type Database } from '@toolgraph/database'
import type { Person, PersonStore } from '../people/person.ts'
import { endSignIns } from './end-sign-ins.ts'

/** Keeps people in Postgres. */
export function createPersonStore(database: Database): PersonStore {
  return {
    async findByEmail(email) {
      const row = await database.authUser.findUnique({ where: { email } })
      if (!row) return undefined
      return {
        person: toPerson(row),
        passwordHash: row.passwordHash ?? undefined,
        emailVerifiedAt: row.emailVerifiedAt ?? undefined,
      }
    },

    async create(account) {
      try {
        return toPerson(await database.authUser.create({ data: account }))
      } catch (error) {
        if (isErrorOf(error, POSTGRES_CODES.uniqueViolation)) return undefined
        throw error
      }
    },

    async replacePassword(id, { passwordHash, now }) {
      return database.$transaction(async (transaction) => {
        // The row is held first: a sign-in under way by the old password has become a session by then.
        const [row] = await transaction.$queryRaw<Person[]>`
          UPDATE auth."AuthUser" SET "passwordHash" = ${passwordHash},
            "emailVerifiedAt" = COALESCE("emailVerifiedAt", ${now})
          WHERE "id" = ${id}::uuid RETURNING *`
        if (!row) return undefined
        await endSignIns(transaction, { userId: id, now })
        await transaction.authEmailProof.deleteMany({ where: { email: row.email } })
        return toPerson(row)
      })
    },
  }
}

/** The person of a row. */
export function toPerson({ id, email, name, isDemo }: Person): Person {
  return { id, email, name, isDemo }
}
