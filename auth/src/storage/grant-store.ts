import { defineStatement, type Database } from '@toolgraph/database'
import type { GrantKey, GrantStore } from '../authorization/grant-store.ts'

const findGrant = defineStatement<{ scopes: string[] }>(
  'auth/find-grant',
  `SELECT "scopes" FROM auth."AuthGrant"
   WHERE "userId" = $1 AND "clientId" = $2 AND "resource" = $3`,
)

/** Keeps grants in Postgres. */
export function createGrantStore(database: Database): GrantStore {
  return {
    async find(key) {
      const { userId, clientId, resource } = toColumns(key)
      const [row] = await database.$run(findGrant, [userId, clientId, resource])
      return row?.scopes
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
