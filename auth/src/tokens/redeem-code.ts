import { isSameResource } from '../resources/resource.ts'
import type { Client } from '../clients/client.ts'
import { randomToken, sha256Hex } from '../keys/digest.ts'
import { isRightVerifier, toCodeChallenge } from './code-verifier.ts'
import { refuse, type TokenError } from './errors.ts'
import { issueFamilyTokens } from './issue-family-tokens.ts'
import { REFRESH_TOKEN_PREFIX } from './successor.ts'
import {
  FAMILY_LIFETIME_MS,
  REFRESH_LIFETIME_MS,
  type TokenContext,
  type TokenSet,
} from './token-context.ts'
import type { FamilyRecord, FoundCode } from './token-store.ts'

/** What the client presents (RFC 6749 §4.1.3, RFC 7636 §4.5, RFC 8707 §2.2). */
export interface CodeRedemption {
  client: Client
  code: string
  redirectUri?: string
  codeVerifier?: string
  resource?: string
}

/**
 * Exchanges an authorization code for tokens, once.
 *
 * A wrong presentation is refused and spends nothing, so that nobody who merely saw a code can waste it.
 * A code that is presented again has leaked: its whole family is revoked (OAuth 2.1 §4.1.3).
 *
 * @throws {TokenError} `invalid_grant` or `invalid_target`
 */
export async function redeemCode(
  context: TokenContext,
  redemption: CodeRedemption,
): Promise<TokenSet> {
  const { client } = redemption
  const id = await sha256Hex(redemption.code)
  const refreshToken = client.grantTypes.includes('refresh_token')
    ? randomToken(REFRESH_TOKEN_PREFIX)
    : undefined
  // Almost every presentation is right: it is claimed as it stands, and looked at only when that fails.
  const family =
    (await claimAsPresented(context, redemption, { id, refreshToken })) ??
    (await claimAfterChecks(context, redemption, { id, refreshToken }))
  return issueFamilyTokens(context, family, { refreshToken })
}

interface Claim {
  id: string
  refreshToken: string | undefined
}

async function claimAsPresented(
  context: TokenContext,
  { client, codeVerifier, redirectUri, resource }: CodeRedemption,
  claim: Claim,
): Promise<FamilyRecord | undefined> {
  const codeChallenge = await toCodeChallenge(codeVerifier)
  if (codeChallenge === undefined) return undefined
  const presented = { clientId: client.id, codeChallenge, redirectUri, resource }
  return context.tokens.claimCode({ ...presented, ...(await toStored(context, claim)) })
}

/** Finds out what is wrong with a presentation; claims what differs from the grant in writing alone. */
async function claimAfterChecks(
  context: TokenContext,
  redemption: CodeRedemption,
  claim: Claim,
): Promise<FamilyRecord> {
  const code = await context.tokens.findCode(claim.id)
  if (!code) throw unusable()
  if (code.usedAt) throw await refuseReplay(context, code)
  const failure = await findFailure(code, redemption, context.now())
  if (failure) throw await refuseRedemption(context, code, failure)

  const { clientId, grant } = code
  const granted = { clientId, codeChallenge: grant.codeChallenge }
  const family = await context.tokens.claimCode({ ...granted, ...(await toStored(context, claim)) })
  if (!family) throw await refuseReplay(context, code)
  return family
}

async function toStored({ now }: TokenContext, { id, refreshToken }: Claim) {
  return {
    id,
    now: new Date(now()),
    familyExpiresAt: new Date(now() + FAMILY_LIFETIME_MS),
    ...(refreshToken && {
      refresh: {
        id: await sha256Hex(refreshToken),
        expiresAt: new Date(now() + REFRESH_LIFETIME_MS),
      },
    }),
  }
}

/** Why a presentation is wrong. For our log; the client learns `invalid_grant` or `invalid_target`. */
type RedemptionFailure =
  'expired' | 'account_gone' | 'other_client' | 'other_redirect' | 'verifier' | 'other_resource'

async function findFailure(
  { clientId, grant, expiresAt, userName }: FoundCode,
  { client, redirectUri, codeVerifier, resource }: CodeRedemption,
  now: number,
): Promise<RedemptionFailure | undefined> {
  if (clientId !== client.id) return 'other_client'
  if (expiresAt.getTime() <= now) return 'expired'
  if (userName === undefined) return 'account_gone'
  if (redirectUri !== undefined && redirectUri !== grant.redirectUri) return 'other_redirect'
  if (!(await isRightVerifier(codeVerifier, grant.codeChallenge))) return 'verifier'
  if (resource !== undefined && !isSameResource(resource, grant.resource ?? ''))
    return 'other_resource'
  return undefined
}

async function refuseRedemption(
  { audit }: TokenContext,
  code: FoundCode,
  reason: RedemptionFailure,
): Promise<TokenError> {
  const { clientId, grant } = code
  await audit.record({ action: 'code.refused', userId: grant.userId, clientId, detail: { reason } })
  if (reason !== 'other_resource') return unusable()
  return refuse('invalid_target', 'The resource differs from the one of the authorization request')
}

async function refuseReplay(context: TokenContext, code: FoundCode): Promise<TokenError> {
  const { clientId, familyId, grant } = code
  await context.tokens.revokeFamily(familyId, new Date(context.now()))
  await context.audit.record({
    action: 'code.replayed',
    userId: grant.userId,
    clientId,
    detail: { family: familyId },
  })
  return unusable()
}

/** One answer for whatever is wrong with a code: it helps nobody to know which. */
function unusable(): TokenError {
  return refuse(
    'invalid_grant',
    'The authorization code is unknown, expired, used or not of this client',
  )
}
