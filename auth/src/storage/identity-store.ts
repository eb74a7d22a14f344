import type { Database } from '@toolgraph/database'
import type { IdentityStore } from '../federation/identity-store.ts'

/** Keeps identities in Postgres. */
export function createIdentityStore(database: Database): IdentityStore {
  const table = database.authIdentity
  return {
    async listIdentities(userId) {
      return table.findMany({
        where: { userId },
        select: { provider: true, subject: true, createdAt: true },
        orderBy: [{ createdAt: 'asc' }, { provider: 'asc' }],
      })
    },

    async findPerson({ provider, subject }) {
      const row = await table.findUnique({
        where: { provider_subject: { provider, subject } },
        select: { user: { select: { id: true, email: true, name: true, isDemo: true } } },
      })
      return row?.user
    },
  }
}
