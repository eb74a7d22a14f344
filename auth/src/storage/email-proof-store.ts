import type { Database } from '@toolgraph/database'
import * as z from 'zod'
import { CODE_PURPOSES, MAX_CODE_TRIES, type EmailProofStore } from '../people/email-proof.ts'

/** The number of tries of a proof that was claimed: no more of them count. */
const CLAIMED = MAX_CODE_TRIES + 1

const purposeSchema = z.enum([...CODE_PURPOSES, 'new_password'])

/** Keeps proofs of e-mail addresses in Postgres. */
export function createEmailProofStore(database: Database): EmailProofStore {
  const table = database.authEmailProof
  return {
    async save(proof) {
      await table.create({ data: proof })
    },

    async find(id, now) {
      const where = { id, expiresAt: { gt: now }, tries: { lt: CLAIMED } }
      const row = await table.findFirst({ where })
      if (!row) return undefined
      const { email, payload } = row
      return { id, email, payload, purpose: purposeSchema.parse(row.purpose) }
    },

    async tryCode(id, { codeHash, now }) {
      const rows = await database.$queryRaw<{ tries: number }[]>`
        UPDATE auth."AuthEmailProof"
        SET "tries" = CASE WHEN "codeHash" = ${codeHash} THEN ${CLAIMED} ELSE "tries" + 1 END
        WHERE "id" = ${id} AND "expiresAt" > ${now} AND "tries" < ${MAX_CODE_TRIES}
        RETURNING "tries"`
      if (rows[0]?.tries === CLAIMED) return 'claimed'
      return rows[0] && rows[0].tries < MAX_CODE_TRIES ? 'wrong' : 'used_up'
    },

    async renew(id, { codeHash = null, now, expiresAt }) {
      await table.updateMany({
        where: { id, expiresAt: { gt: now }, tries: { lt: CLAIMED } },
        data: { codeHash, tries: 0, expiresAt },
      })
    },

    async remove(id) {
      return (await table.deleteMany({ where: { id } })).count === 1
    },
  }
}
