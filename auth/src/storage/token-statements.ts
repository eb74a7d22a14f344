import { defineStatement } from '@toolgraph/database'

/** A refresh family with the person behind it, as it is read. */
export interface FamilyRow {
  familyId: string
  userId: string
  clientId: string
  resource: string
  scopes: string[]
  familyExpiresAt: Date
  revokedAt: Date | null
  userName: string | null
}

/** A code with the person behind it, as it is read. */
export interface CodeRow {
  id: string
  clientId: string
  familyId: string
  payload: unknown
  usedAt: Date | null
  expiresAt: Date
  userName: string | null
}

/** A refresh token with its family, as it is read. */
export interface RefreshRow extends FamilyRow {
  id: string
  successor: string | null
  usedAt: Date | null
  createdAt: Date
  expiresAt: Date
}

const FAMILY_COLUMNS = `"family"."id" AS "familyId", "family"."userId", "family"."clientId",
  "family"."resource", "family"."scopes", "family"."expiresAt" AS "familyExpiresAt",
  "family"."revokedAt"`

/** The lock waits for a session that is being ended: its codes are found by what ends it, or never made. */
export const saveCode = defineStatement<{ id: string }>(
  'auth/save-code',
  `INSERT INTO auth."AuthCode" ("id", "clientId", "familyId", "payload", "expiresAt")
   SELECT $1, $2, $3::uuid, $4::jsonb, $5::timestamptz
   FROM (SELECT 1 FROM auth."AuthSession" WHERE "id" = $6 FOR KEY SHARE) "session"
   RETURNING "id"`,
)

export const findCode = defineStatement<CodeRow>(
  'auth/find-code',
  `SELECT "code"."id", "code"."clientId", "code"."familyId", "code"."payload", "code"."usedAt",
     "code"."expiresAt", "user"."name" AS "userName"
   FROM auth."AuthCode" "code"
   LEFT JOIN auth."AuthUser" "user" ON "user"."id" = ("code"."payload"->>'userId')::uuid
   WHERE "code"."id" = $1`,
)

/**
 * The family is born in the same statement as the claim: a replay that waits for the row's lock finds a
 * family to revoke. So is the event: no claim is without one.
 */
export const claimCode = defineStatement<FamilyRow>(
  'auth/claim-code',
  `WITH "claimed" AS (
     UPDATE auth."AuthCode" "code" SET "usedAt" = $2
     FROM auth."AuthUser" "user"
     WHERE "code"."id" = $1 AND "code"."usedAt" IS NULL AND "code"."expiresAt" > $2
       AND "code"."clientId" = $3 AND "code"."payload"->>'codeChallenge' = $4
       AND ($5::text IS NULL OR "code"."payload"->>'redirectUri' = $5)
       AND ($6::text IS NULL OR "code"."payload"->>'resource' = $6)
       AND "user"."id" = ("code"."payload"->>'userId')::uuid
     RETURNING "code"."familyId", "code"."payload", "user"."id" AS "userId", "user"."name"
   ), "family" AS (
     INSERT INTO auth."AuthFamily"
       ("id", "userId", "clientId", "resource", "scopes", "createdAt", "expiresAt")
     SELECT "familyId", "userId", $3, coalesce("payload"->>'resource', ''),
       ARRAY(SELECT jsonb_array_elements_text("payload"->'scopes')), $2::timestamptz, $7::timestamptz
     FROM "claimed"
     RETURNING "id", "userId", "clientId", "resource", "scopes", "expiresAt", "revokedAt"
   ), "token" AS (
     INSERT INTO auth."AuthRefreshToken" ("id", "familyId", "createdAt", "expiresAt")
     SELECT $8, "id", $2::timestamptz, $9::timestamptz FROM "family" WHERE $8::text IS NOT NULL
   ), "event" AS (
     INSERT INTO auth."AuthAuditEvent" ("id", "userId", "clientId", "action", "detail", "createdAt")
     SELECT $10::uuid, "userId", "clientId", $11, jsonb_strip_nulls(jsonb_build_object(
       'family', "id", 'resource', nullif("resource", ''), 'scopes', "scopes")), $2::timestamptz
     FROM "family"
   )
   SELECT ${FAMILY_COLUMNS}, "claimed"."name" AS "userName" FROM "family", "claimed"`,
)

export const findRefreshToken = defineStatement<RefreshRow>(
  'auth/find-refresh-token',
  `SELECT "token"."id", "token"."successor", "token"."usedAt", "token"."createdAt",
     "token"."expiresAt", ${FAMILY_COLUMNS}, "user"."name" AS "userName"
   FROM auth."AuthRefreshToken" "token"
   JOIN auth."AuthFamily" "family" ON "family"."id" = "token"."familyId"
   LEFT JOIN auth."AuthUser" "user" ON "user"."id" = "family"."userId"
   WHERE "token"."id" = $1`,
)

export const rotate = defineStatement<FamilyRow>(
  'auth/rotate',
  `WITH "claimed" AS (
     UPDATE auth."AuthRefreshToken" "token" SET "usedAt" = $2, "successor" = $3
     FROM auth."AuthFamily" "family"
     JOIN auth."AuthUser" "user" ON "user"."id" = "family"."userId"
     WHERE "token"."id" = $1 AND "token"."usedAt" IS NULL AND "token"."expiresAt" > $2
       AND "family"."id" = "token"."familyId" AND "family"."revokedAt" IS NULL
       AND "family"."expiresAt" > $2 AND "family"."clientId" = $4
       AND ($5::text IS NULL OR "family"."resource" = $5)
       AND ($6::text[] IS NULL OR "family"."scopes" @> $6)
     RETURNING ${FAMILY_COLUMNS}, "user"."name" AS "userName"
   ), "next" AS (
     INSERT INTO auth."AuthRefreshToken" ("id", "familyId", "createdAt", "expiresAt")
     SELECT $7, "familyId", $2::timestamptz, least($8::timestamptz, "familyExpiresAt")
     FROM "claimed"
   )
   SELECT "familyId", "userId", "clientId", "resource", "scopes", "familyExpiresAt", "revokedAt",
     "userName" FROM "claimed"`,
)

export const findFamily = defineStatement<FamilyRow>(
  'auth/find-family',
  `SELECT ${FAMILY_COLUMNS}, "user"."name" AS "userName"
   FROM auth."AuthFamily" "family"
   LEFT JOIN auth."AuthUser" "user" ON "user"."id" = "family"."userId"
   WHERE "family"."id" = $1`,
)

export const findRevocation = defineStatement<{ isRevoked: boolean }>(
  'auth/find-revocation',
  `SELECT EXISTS (SELECT FROM auth."AuthRevokedToken" WHERE "jti" = $1)
     OR EXISTS (SELECT FROM auth."AuthFamily" WHERE "id" = $2 AND "revokedAt" IS NOT NULL)
     AS "isRevoked"`,
)
