import type { AuditAction } from '../audit-log.ts'
import type { Client } from '../clients/client.ts'
import { randomToken, sha256Hex } from '../keys/digest.ts'
import { isSameResource } from '../resources/resource.ts'
import { refuse, type TokenError } from './errors.ts'
import { issueFamilyTokens } from './issue-family-tokens.ts'
import { deriveSuccessor } from './successor.ts'
import { REFRESH_LIFETIME_MS, type TokenContext, type TokenSet } from './token-context.ts'
import type { FamilyRecord, RefreshRecord, Rotation } from './token-store.ts'

/** What the client presents (RFC 6749 §6). */
export interface RefreshRequest {
  client: Client
  refreshToken: string
  /** Fewer scopes for this access token; the refresh token keeps all. */
  scopes?: readonly string[]
  resource?: string
}

/** A response that was lost may be asked for again within this time. */
export const LOST_RESPONSE_MS = 10_000

/**
 * Exchanges a refresh token for a new access token and the next refresh token (OAuth 2.1 §4.3.1).
 *
 * A spent token has leaked, and its family is revoked — unless its successor is unused and the spending
 * was seconds ago: then the response was lost, or two calls crossed, and the same successor is given
 * again. Nobody gains by that: there is still one live token, and when a thief and the client both go on
 * with it, the second of them is seen.
 *
 * @throws {TokenError} `invalid_grant`, `invalid_scope` or `invalid_target`
 */
export async function refreshTokens(
  context: TokenContext,
  request: RefreshRequest,
): Promise<TokenSet> {
  const id = await sha256Hex(request.refreshToken)
  const { client, resource, scopes } = request
  // Almost every presentation is right: it is spent as it stands, and looked at only when that fails.
  const rotated =
    (await rotate(context, request.refreshToken, { id, clientId: client.id, resource, scopes })) ??
    (await recover(context, request, id))
  return issueFamilyTokens(context, rotated.family, {
    refreshToken: rotated.refreshToken,
    scopes,
  })
}

interface Rotated {
  family: FamilyRecord
  refreshToken: string
}

/** Spends the token and makes the next. */
async function rotate(
  { tokens, now }: TokenContext,
  spent: string,
  presented: Pick<Rotation, 'id' | 'clientId' | 'resource' | 'scopes'>,
): Promise<Rotated | undefined> {
  const seed = randomToken()
  const refreshToken = deriveSuccessor(spent, seed)
  const expiresAt = new Date(now() + REFRESH_LIFETIME_MS)
  const successor = { id: await sha256Hex(refreshToken), seed, expiresAt }
  const family = await tokens.rotate({ ...presented, successor, now: new Date(now()) })
  return family && { family, refreshToken }
}

/** Finds out why a token was not spent; a caller that comes second gets what the first got. */
async function recover(
  context: TokenContext,
  request: RefreshRequest,
  id: string,
): Promise<Rotated> {
  const presented = await context.tokens.findRefreshToken(id)
  if (!presented) throw unusable()
  await assertAcceptable(context, request, presented)

  const recovered = presented.usedAt
    ? await findLostSuccessor(context, request, presented)
    : await rotateAfterChecks(context, request, presented)
  if (!recovered) throw await refuseReuse(context, presented)
  return recovered
}

/** What was presented differs from the grant in writing alone, or was spent a moment ago. */
async function rotateAfterChecks(
  context: TokenContext,
  request: RefreshRequest,
  { id, family }: RefreshRecord,
): Promise<Rotated | undefined> {
  const { clientId } = family
  const rotated = await rotate(context, request.refreshToken, { id, clientId })
  if (rotated) return rotated
  const spent = await context.tokens.findRefreshToken(id)
  return spent && findLostSuccessor(context, request, spent)
}

async function findLostSuccessor(
  { tokens, now }: TokenContext,
  { refreshToken: spent }: RefreshRequest,
  { usedAt, successorSeed, family }: RefreshRecord,
): Promise<Rotated | undefined> {
  const isRecent = usedAt !== undefined && now() - usedAt.getTime() <= LOST_RESPONSE_MS
  if (!isRecent || successorSeed === undefined || family.isRevoked) return undefined

  const refreshToken = deriveSuccessor(spent, successorSeed)
  const record = await tokens.findRefreshToken(await sha256Hex(refreshToken))
  return record && !record.usedAt ? { family, refreshToken } : undefined
}

async function assertAcceptable(
  context: TokenContext,
  { client, scopes, resource }: RefreshRequest,
  { family, expiresAt }: RefreshRecord,
): Promise<void> {
  const now = context.now()
  const isOver = Math.min(expiresAt.getTime(), family.expiresAt.getTime()) <= now
  if (family.clientId !== client.id) throw await refuseForeign(context, family, client)
  if (family.isRevoked || family.userName === undefined || isOver) throw unusable()
  if (resource !== undefined && !isSameResource(resource, family.resource ?? ''))
    throw refuse('invalid_target', 'The resource differs from the one of the grant')
  if (scopes && !scopes.every((scope) => family.scopes.includes(scope)))
    throw refuse('invalid_scope', 'A scope was not granted')
}

async function refuseReuse(context: TokenContext, { family }: RefreshRecord): Promise<TokenError> {
  await context.tokens.revokeFamily(family.id, new Date(context.now()))
  await recordRefusal(context, 'refresh_token.reused', family)
  return unusable()
}

/** A refresh token is bound to its client (RFC 6749 §10.4); a stranger's try does not end the grant. */
async function refuseForeign(
  context: TokenContext,
  family: RefreshRecord['family'],
  client: Client,
): Promise<TokenError> {
  await recordRefusal(context, 'refresh_token.refused', family, { presentedBy: client.id })
  return unusable()
}

async function recordRefusal(
  { audit }: TokenContext,
  action: AuditAction,
  { id, userId, clientId }: RefreshRecord['family'],
  detail: Record<string, string> = {},
): Promise<void> {
  await audit.record({ action, userId, clientId, detail: { family: id, ...detail } })
}

/** One answer for whatever is wrong with a refresh token. */
function unusable(): TokenError {
  return refuse(
    'invalid_grant',
    'The refresh token is unknown, expired, revoked or not of this client',
  )
}
