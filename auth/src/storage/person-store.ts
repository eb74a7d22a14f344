import { isErrorOf, POSTGRES_CODES, type Database } from '@toolgraph/database'
import type { Person, PersonStore } from '../people/person.ts'

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
      // Each statement waits for what is under way at its rows and sees what has come of it: a sign-in has
      // become a session, a session a code, a code a family, by the time each of them ends.
      const [rows] = await database.$transaction([
        database.$queryRaw<Person[]>`
          UPDATE auth."AuthUser" SET "passwordHash" = ${passwordHash},
            "emailVerifiedAt" = COALESCE("emailVerifiedAt", ${now})
          WHERE "id" = ${id}::uuid RETURNING *`,
        database.authSession.deleteMany({ where: { userId: id } }),
        database.$executeRaw`
          UPDATE auth."AuthCode" SET "usedAt" = ${now}
          WHERE "expiresAt" > ${now} AND "usedAt" IS NULL AND "payload"->>'userId' = ${id}`,
        database.authFamily.updateMany({
          where: { userId: id, revokedAt: null },
          data: { revokedAt: now },
        }),
        database.$executeRaw`
          DELETE FROM auth."AuthEmailProof"
          WHERE "email" = (SELECT "email" FROM auth."AuthUser" WHERE "id" = ${id}::uuid)`,
      ])
      return rows[0] && toPerson(rows[0])
    },
  }
}

/** The person of a row. */
export function toPerson({ id, email, name, isDemo }: Person): Person {
  return { id, email, name, isDemo }
}
