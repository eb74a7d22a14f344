import type { Database } from '@toolgraph/database'
import * as z from 'zod'
import type {
  CodeGrant,
  FamilyRecord,
  FoundCode,
  RefreshRecord,
  TokenStore,
} from '../tokens/token-store.ts'

/** What the column `payload` of a code holds. */
const grantSchema = z.object({
  userId: z.string(),
  redirectUri: z.string(),
  codeChallenge: z.string(),
  scopes: z.array(z.string()),
  resource: z.string().optional(),
})

/** Keeps codes and refresh families in Postgres. Claims are single statements: the row lock decides. */
export function createTokenStore(database: Database): TokenStore {
  return {
    async saveCode({ id, clientId, familyId, grant, expiresAt }) {
      const payload = { ...grant }
      await database.authCode.create({ data: { id, clientId, familyId, payload, expiresAt } })
    },

    async findCode(id) {
      const rows = await database.$queryRaw<CodeRow[]>`
        SELECT "code".*, "user"."name" AS "userName"
        FROM auth."AuthCode" "code"
        LEFT JOIN auth."AuthUser" "user" ON "user"."id"::text = "code"."payload"->>'userId'
        WHERE "code"."id" = ${id}`
      return rows[0] && toCode(rows[0])
    },

    async claimCode({ code, now, familyExpiresAt, refresh }) {
      const { id, familyId, clientId, grant } = code
      const { userId, scopes, resource = '' } = grant
      // The family is born in the same statement as the claim: a replay that waits for the row's lock
      // finds a family to revoke.
      const rows = await database.$queryRaw<unknown[]>`
        WITH "claimed" AS (
          UPDATE auth."AuthCode" SET "usedAt" = ${now}
          WHERE "id" = ${id} AND "usedAt" IS NULL AND "expiresAt" > ${now}
          RETURNING "familyId"
        ), "family" AS (
          INSERT INTO auth."AuthFamily"
            ("id", "userId", "clientId", "resource", "scopes", "createdAt", "expiresAt")
          SELECT "familyId", ${userId}::uuid, ${clientId}, ${resource}, ${scopes}::text[],
            ${now}::timestamptz, ${familyExpiresAt}::timestamptz
          FROM "claimed"
          RETURNING "id"
        ), "token" AS (
          INSERT INTO auth."AuthRefreshToken" ("id", "familyId", "createdAt", "expiresAt")
          SELECT ${refresh?.id ?? ''}, "id", ${now}::timestamptz,
            ${refresh?.expiresAt ?? now}::timestamptz
          FROM "family" WHERE ${refresh !== undefined}
        )
        SELECT "id" FROM "family" WHERE "id" = ${familyId}::uuid`
      return rows.length === 1
    },

    async findRefreshToken(id) {
      const rows = await database.$queryRaw<RefreshRow[]>`
        SELECT "token".*, "family"."userId", "family"."clientId", "family"."resource",
          "family"."scopes", "family"."expiresAt" AS "familyExpiresAt", "family"."revokedAt",
          "user"."name" AS "userName"
        FROM auth."AuthRefreshToken" "token"
        JOIN auth."AuthFamily" "family" ON "family"."id" = "token"."familyId"
        LEFT JOIN auth."AuthUser" "user" ON "user"."id" = "family"."userId"
        WHERE "token"."id" = ${id}`
      return rows[0] && toRefresh(rows[0])
    },

    async rotate({ id, successor, now }) {
      const rows = await database.$queryRaw<unknown[]>`
        WITH "claimed" AS (
          UPDATE auth."AuthRefreshToken" "token"
          SET "usedAt" = ${now}, "successor" = ${successor.sealed}
          FROM auth."AuthFamily" "family"
          WHERE "token"."id" = ${id} AND "token"."usedAt" IS NULL AND "token"."expiresAt" > ${now}
            AND "family"."id" = "token"."familyId" AND "family"."revokedAt" IS NULL
          RETURNING "token"."familyId", "family"."expiresAt"
        )
        INSERT INTO auth."AuthRefreshToken" ("id", "familyId", "createdAt", "expiresAt")
        SELECT ${successor.id}, "familyId", ${now}::timestamptz,
          LEAST(${successor.expiresAt}::timestamptz, "expiresAt")
        FROM "claimed"
        RETURNING "id"`
      return rows.length === 1
    },

    async findFamily(id) {
      if (!z.uuid().safeParse(id).success) return undefined
      const rows = await database.$queryRaw<FamilyRow[]>`
        SELECT "family"."id" AS "familyId", "family"."userId", "family"."clientId",
          "family"."resource", "family"."scopes", "family"."expiresAt" AS "familyExpiresAt",
          "family"."revokedAt", "user"."name" AS "userName"
        FROM auth."AuthFamily" "family"
        LEFT JOIN auth."AuthUser" "user" ON "user"."id" = "family"."userId"
        WHERE "family"."id" = ${id}::uuid`
      return rows[0] && toFamily(rows[0])
    },

    async revokeFamily(id, now) {
      await database.authFamily.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt: now },
      })
    },

    async isFamilyRevoked(id) {
      if (!z.uuid().safeParse(id).success) return false
      const where = { id, revokedAt: { not: null } }
      return (await database.authFamily.findFirst({ where, select: { id: true } })) !== null
    },

    async revokeAccessToken(jti, expiresAt) {
      await database.authRevokedToken.createMany({ data: { jti, expiresAt }, skipDuplicates: true })
    },

    async isAccessTokenRevoked(jti) {
      return (await database.authRevokedToken.findUnique({ where: { jti } })) !== null
    },
  }
}

interface CodeRow {
  id: string
  clientId: string
  familyId: string
  payload: unknown
  usedAt: Date | null
  expiresAt: Date
  userName: string | null
}

function toCode({ payload, usedAt, userName, ...row }: CodeRow): FoundCode {
  const { resource, ...grant } = grantSchema.parse(payload)
  const found: CodeGrant = { ...grant, ...(resource !== undefined && { resource }) }
  return { ...row, grant: found, ...(usedAt && { usedAt }), userName: userName ?? undefined }
}

interface RefreshRow extends FamilyRow {
  id: string
  successor: string | null
  usedAt: Date | null
  createdAt: Date
  expiresAt: Date
}

interface FamilyRow {
  familyId: string
  userId: string
  clientId: string
  resource: string
  scopes: string[]
  familyExpiresAt: Date
  revokedAt: Date | null
  userName: string | null
}

function toRefresh(row: RefreshRow): RefreshRecord {
  const { id, successor, usedAt, createdAt, expiresAt } = row
  return {
    id,
    family: toFamily(row),
    ...(successor !== null && { successor }),
    ...(usedAt && { usedAt }),
    createdAt,
    expiresAt,
  }
}

function toFamily({ resource, ...row }: FamilyRow): FamilyRecord {
  return {
    id: row.familyId,
    userId: row.userId,
    userName: row.userName ?? undefined,
    clientId: row.clientId,
    ...(resource !== '' && { resource }),
    scopes: row.scopes,
    expiresAt: row.familyExpiresAt,
    isRevoked: row.revokedAt !== null,
  }
}
