import type { Database } from '@toolgraph/database'
import * as z from 'zod'
import type { AuditAction } from '../audit-log.ts'
import type {
  CodeGrant,
  FamilyRecord,
  FoundCode,
  RefreshRecord,
  TokenStore,
} from '../tokens/token-store.ts'
import { newEventId } from './audit-log.ts'
import * as statements from './token-statements.ts'
import type { CodeRow, FamilyRow, RefreshRow } from './token-statements.ts'

/** What the column `payload` of a code holds. */
const grantSchema = z.object({
  userId: z.string(),
  redirectUri: z.string(),
  codeChallenge: z.string(),
  scopes: z.array(z.string()),
  resource: z.string().optional(),
})

const uuid = z.uuid()

const REDEEMED = 'code.redeemed' satisfies AuditAction

/** Keeps codes and refresh families in Postgres. Claims are single statements: the row lock decides. */
export function createTokenStore(database: Database): TokenStore {
  return {
    async saveCode({ id, clientId, familyId, grant, expiresAt, sessionId }) {
      const values = [id, clientId, familyId, grant, expiresAt, sessionId]
      const saved = await database.$run(statements.saveCode, values)
      return saved.length === 1
    },

    async findCode(id) {
      const [row] = await database.$run(statements.findCode, [id])
      return row && toCode(row)
    },

    async claimCode(claim) {
      const { id, clientId, codeChallenge, redirectUri = null, resource = null } = claim
      const { now, familyExpiresAt, refresh } = claim
      const presented = [id, now, clientId, codeChallenge, redirectUri, resource]
      const stored = [familyExpiresAt, refresh?.id ?? null, refresh?.expiresAt ?? null]
      const event = [newEventId(), REDEEMED]
      const values = [...presented, ...stored, ...event]
      const [row] = await database.$run(statements.claimCode, values)
      return row && toFamily(row)
    },

    async findRefreshToken(id) {
      const [row] = await database.$run(statements.findRefreshToken, [id])
      return row && toRefresh(row)
    },

    async rotate({ id, clientId, resource = null, scopes = null, successor, now }) {
      const { id: nextId, seed, expiresAt } = successor
      const values = [id, now, seed, clientId, resource, scopes, nextId, expiresAt]
      const [row] = await database.$run(statements.rotate, values)
      return row && toFamily(row)
    },

    async findFamily(id) {
      if (!uuid.safeParse(id).success) return undefined
      const [row] = await database.$run(statements.findFamily, [id])
      return row && toFamily(row)
    },

    async revokeFamily(id, now) {
      await database.authFamily.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt: now },
      })
    },

    async revokeAccessToken(jti, expiresAt) {
      await database.authRevokedToken.createMany({ data: { jti, expiresAt }, skipDuplicates: true })
    },

    async isAccessTokenRevoked(jti) {
      return (await database.authRevokedToken.findUnique({ where: { jti } })) !== null
    },

    async isRevoked({ jti, familyId }) {
      const family = uuid.safeParse(familyId)
      const values = [jti, family.success ? family.data : null]
      const [row] = await database.$run(statements.findRevocation, values)
      return row?.isRevoked !== false
    },
  }
}

function toCode({ payload, usedAt, userName, ...row }: CodeRow): FoundCode {
  const { resource, ...grant } = grantSchema.parse(payload)
  const found: CodeGrant = { ...grant, ...(resource !== undefined && { resource }) }
  return { ...row, grant: found, ...(usedAt && { usedAt }), userName: userName ?? undefined }
}

function toRefresh(row: RefreshRow): RefreshRecord {
  const { id, successor, usedAt, createdAt, expiresAt } = row
  return {
    id,
    family: toFamily(row),
    ...(successor !== null && { successorSeed: successor }),
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
