import type { Database } from '@toolgraph/database'
import type { GrantKey, GrantStore } from '../authorization/grant-store.ts'

/** Keeps grants in Postgres. */
export function createGrantStore(database: Database): GrantStore {
  return {
    async find(key) {
      const where = { userId_clientId_resource: toColumns(key) }
      return (await database.authGrant.findUnique({ where }))?.scopes
    },

    async add(key, scopes, now) {
      const { userId, clientId, resource } = toColumns(key)
      // One statement: two consents at once lose neither's scopes.
      await database.$executeRaw`
        INSERT INTO auth."AuthGrant" AS "kept"
          ("id", "userId", "clientId", "resource", "scopes", "createdAt", "updatedAt")
        VALUES (${crypto.randomUUID()}::uuid, ${userId}::uuid, ${clientId}, ${resource},
          ${[...scopes]}::text[], ${now}, ${now})
        ON CONFLICT ("userId", "clientId", "resource") DO UPDATE SET
          "scopes" = ARRAY(
            SELECT DISTINCT unnest("kept"."scopes" || excluded."scopes") ORDER BY 1
          ),
          "updatedAt" = excluded."updatedAt"`
    },
  }
}

function toColumns({ userId, clientId, resource = '' }: GrantKey) {
  return { userId, clientId, resource }
}
