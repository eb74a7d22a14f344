import type { Database } from '@toolgraph/database'
import * as z from 'zod'
import type { AccountStore, PastEvent, StandingAccess } from '../account/account-store.ts'
import type { AuditAction } from '../audit-log.ts'

/** Reads and ends what stands in a person's name, in Postgres. */
export function createAccountStore(database: Database): AccountStore {
  return {
    async hasPassword(userId) {
      const where = { id: userId, passwordHash: { not: null } }
      return (await database.authUser.count({ where })) === 1
    },

    async listAccess(userId, now) {
      // A family lives as long as it has a refresh token that can still be spent.
      const rows = await database.$queryRaw<AccessRow[]>`
        WITH "family" AS (
          SELECT "family"."clientId", "family"."resource", "family"."scopes", "family"."createdAt",
            coalesce("token"."lastMadeAt", "family"."createdAt") AS "lastUsedAt",
            coalesce("token"."isUnspent", false) AND "family"."revokedAt" IS NULL
              AND "family"."expiresAt" > ${now} AS "isLive"
          FROM auth."AuthFamily" "family"
          CROSS JOIN LATERAL (
            SELECT max("createdAt") AS "lastMadeAt",
              bool_or("usedAt" IS NULL AND "expiresAt" > ${now}) AS "isUnspent"
            FROM auth."AuthRefreshToken" WHERE "familyId" = "family"."id"
          ) "token"
          WHERE "family"."userId" = ${userId}::uuid
        ), "used" AS (
          SELECT "clientId", "resource", max("lastUsedAt") AS "lastUsedAt",
            min("createdAt") FILTER (WHERE "isLive") AS "since"
          FROM "family" GROUP BY "clientId", "resource"
        ), "exchanged" AS (
          SELECT "clientId", "detail"->>'resource' AS "resource", max("createdAt") AS "lastUsedAt"
          FROM auth."AuthAuditEvent"
          WHERE "userId" = ${userId}::uuid AND "action" = 'token.exchanged'
          GROUP BY 1, 2
        ), "granted" AS (
          SELECT * FROM auth."AuthGrant" WHERE "userId" = ${userId}::uuid
        )
        SELECT "clientId", "resource",
          greatest("used"."lastUsedAt", "exchanged"."lastUsedAt") AS "lastUsedAt",
          "granted"."id" IS NOT NULL AS "isGranted",
          coalesce("granted"."createdAt", "used"."since") AS "since",
          coalesce("granted"."scopes", ARRAY(
            SELECT DISTINCT unnest("family"."scopes") FROM "family"
            WHERE "family"."isLive" AND "family"."clientId" = "used"."clientId"
              AND "family"."resource" = "used"."resource"
            ORDER BY 1
          )) AS "scopes"
        FROM "granted" FULL JOIN "used" USING ("clientId", "resource")
          LEFT JOIN "exchanged" USING ("clientId", "resource")
        WHERE "granted"."id" IS NOT NULL OR "used"."since" IS NOT NULL
        ORDER BY coalesce(greatest("used"."lastUsedAt", "exchanged"."lastUsedAt"),
          "granted"."createdAt") DESC, "clientId", "resource"`
      return rows.map((row) => toAccess(row, userId))
    },

    async removeAccess({ userId, clientId, resource = '' }, now) {
      // In this order: a code that is redeemed meanwhile has either gone, or its family is there to be revoked.
      const counts = await database.$transaction([
        database.$executeRaw`
          DELETE FROM auth."AuthGrant"
          WHERE "userId" = ${userId}::uuid AND "clientId" = ${clientId} AND "resource" = ${resource}`,
        database.$executeRaw`
          DELETE FROM auth."AuthCode"
          WHERE "expiresAt" > ${now} AND "usedAt" IS NULL AND "clientId" = ${clientId}
            AND "payload"->>'userId' = ${userId}
            AND coalesce("payload"->>'resource', '') = ${resource}`,
        database.$executeRaw`
          UPDATE auth."AuthFamily" SET "revokedAt" = ${now}
          WHERE "userId" = ${userId}::uuid AND "clientId" = ${clientId} AND "resource" = ${resource}
            AND "revokedAt" IS NULL AND "expiresAt" > ${now}`,
      ])
      return counts.some((count) => count > 0)
    },

    async listEvents({ userId, actions, limit }) {
      const rows = await database.authAuditEvent.findMany({
        where: { userId, action: { in: [...actions] } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit,
      })
      return rows.flatMap((row) => toEvent(row, actions))
    },
  }
}

interface AccessRow {
  clientId: string
  resource: string
  scopes: string[]
  isGranted: boolean
  since: Date
  lastUsedAt: Date | null
}

function toAccess({ resource, lastUsedAt, ...row }: AccessRow, userId: string): StandingAccess {
  return {
    ...row,
    userId,
    ...(resource !== '' && { resource }),
    ...(lastUsedAt && { lastUsedAt }),
  }
}

interface EventRow {
  action: string
  clientId: string | null
  detail: unknown
  createdAt: Date
}

const detailSchema = z.record(z.string(), z.unknown()).catch({})

function toEvent<action extends AuditAction>(
  row: EventRow,
  actions: readonly action[],
): PastEvent<action>[] {
  const action = actions.find((one) => one === row.action)
  if (!action) return []
  const { clientId, detail, createdAt } = row
  const event = { action, detail: detailSchema.parse(detail), createdAt }
  return [{ ...event, ...(clientId !== null && { clientId }) }]
}
