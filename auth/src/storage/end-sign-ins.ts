import type { Transaction } from '@toolgraph/database'

/**
 * Ends all that somebody was signed in to: browsers, codes under way, tokens. Each statement waits for what is
 * under way at its rows and sees what has come of it: a session has become a code, a code a family, by the time
 * it ends. Codes are removed and not spent, so that one that comes late is unknown and no replay.
 */
export async function endSignIns(
  transaction: Transaction,
  { userId, now }: { userId: string; now: Date },
): Promise<void> {
  await transaction.authSession.deleteMany({ where: { userId } })
  await transaction.$executeRaw`
    DELETE FROM auth."AuthCode" WHERE "payload"->>'userId' = ${userId} AND "usedAt" IS NULL`
  await transaction.authFamily.updateMany({
    where: { userId, revokedAt: null },
    data: { revokedAt: now },
  })
}
