import type { Database, Transaction } from '@toolgraph/database'
import {
  decideAdmission,
  type AccountStanding,
  type Identity,
  type IdentityStore,
} from '../federation/identity-store.ts'
import type { Person } from '../people/person.ts'
import { endSignIns } from './end-sign-ins.ts'
import { toPerson } from './person-store.ts'

/** Keeps identities in Postgres. */
export function createIdentityStore(database: Database): IdentityStore {
  return {
    async listIdentities(userId) {
      return database.authIdentity.findMany({
        where: { userId },
        select: { provider: true, subject: true, createdAt: true },
        orderBy: [{ createdAt: 'asc' }, { provider: 'asc' }],
      })
    },

    findPerson: (identity) => findPerson(database, identity),

    async admit(identity, profile, now) {
      return database.$transaction(async (transaction) => {
        await lockIdentity(transaction, identity)
        const known = await findPerson(transaction, identity)
        if (known) return { person: known, admission: 'known' }

        const created = await createAccount(transaction, profile, now)
        if (created) {
          await link(transaction, identity, created, now)
          return { person: created, admission: 'created' }
        }
        const account = await lockAccount(transaction, profile.email)
        const admission = decideAdmission(account)
        if (admission === 'refused') return undefined
        const person = toPerson(
          admission === 'taken_over' ? await takeOver(transaction, account, profile, now) : account,
        )
        await link(transaction, identity, person, now)
        return { person, admission }
      })
    },
  }
}

/** One caller an identity: a second tab waits, and then finds it. */
async function lockIdentity(transaction: Transaction, { provider, subject }: Identity) {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${provider}|${subject}`}, 3))`
}

async function findPerson(
  database: Database | Transaction,
  { provider, subject }: Identity,
): Promise<Person | undefined> {
  const row = await database.authIdentity.findUnique({
    where: { provider_subject: { provider, subject } },
    include: { user: true },
  })
  return row ? toPerson(row.user) : undefined
}

/** Another identity with this address may be creating it now: then this waits, and creates nothing. */
async function createAccount(
  transaction: Transaction,
  profile: { email: string; name: string },
  emailVerifiedAt: Date,
): Promise<Person | undefined> {
  const [row] = await transaction.authUser.createManyAndReturn({
    data: [{ ...profile, emailVerifiedAt }],
    skipDuplicates: true,
  })
  return row && toPerson(row)
}

type AccountRow = Person & AccountStanding

async function lockAccount(transaction: Transaction, email: string): Promise<AccountRow> {
  const [row] = await transaction.$queryRaw<AccountRow[]>`
    SELECT "id", "email", "name", "isDemo", "emailVerifiedAt" FROM auth."AuthUser"
    WHERE "email" = ${email} FOR UPDATE`
  if (!row) throw new Error('The account of an address was removed while it was being linked')
  return row
}

/**
 * Ends everything that whoever typed the address has got or allowed: password, browsers, tokens, consents.
 */
async function takeOver(
  transaction: Transaction,
  { id: userId }: AccountRow,
  { name }: { name: string },
  now: Date,
): Promise<Person> {
  await endSignIns(transaction, { userId, now })
  await transaction.authGrant.deleteMany({ where: { userId } })
  await transaction.authIdentity.deleteMany({ where: { userId } })
  return transaction.authUser.update({
    where: { id: userId },
    data: { name, passwordHash: null, emailVerifiedAt: now },
  })
}

async function link(
  transaction: Transaction,
  { provider, subject }: Identity,
  { id: userId }: Person,
  createdAt: Date,
): Promise<void> {
  await transaction.authIdentity.create({ data: { provider, subject, userId, createdAt } })
}
