import { Prisma, type Database } from '@toolgraph/database'
import { DOCUMENT_KEPT_MS } from '../clients/find-client.ts'

/** Rows removed by one statement, so that no lock is held for long. */
const BATCH = 1_000
const MAX_BATCHES = 100
const DAY_MS = 24 * 60 * 60 * 1000

/** How long rows are kept past their end. */
const KEPT_MS = {
  // A code that comes back a day later is still recognized as a replay.
  AuthCode: DAY_MS,
  AuthClient: DOCUMENT_KEPT_MS,
  AuthClientLogo: 0,
  AuthRequest: 0,
  AuthSession: 0,
  AuthFamily: 0,
  AuthRefreshToken: 0,
  AuthRevokedToken: 0,
  AuthKeyValue: 0,
  AuthThrottle: 0,
  AuthEmailProof: 0,
  AuthOutboxMail: 0,
} as const

/** How long the audit log remembers where nobody says otherwise. */
export const AUDIT_RETENTION_DAYS = 365

/** Removes what has expired, a bounded number of rows a table. Any number of replicas may do it at once. */
export async function removeExpired(
  database: Database,
  { now, auditRetentionDays = AUDIT_RETENTION_DAYS }: { now: number; auditRetentionDays?: number },
): Promise<number> {
  let removed = 0
  for (const [table, kept] of Object.entries(KEPT_MS))
    removed += await removeBefore(database, table, { expiresAt: new Date(now - kept) })
  const createdAt = new Date(now - auditRetentionDays * DAY_MS)
  return removed + (await removeBefore(database, 'AuthAuditEvent', { createdAt }))
}

async function removeBefore(
  database: Database,
  table: string,
  limit: { expiresAt: Date } | { createdAt: Date },
): Promise<number> {
  const name = Prisma.raw(`auth."${table}"`)
  const old =
    'expiresAt' in limit
      ? Prisma.sql`"expiresAt" < ${limit.expiresAt}`
      : Prisma.sql`"createdAt" < ${limit.createdAt}`
  let removed = 0
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const count = await database.$executeRaw`
      DELETE FROM ${name} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${name} WHERE ${old} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
      ))`
    removed += count
    if (count < BATCH) break
  }
  return removed
}
