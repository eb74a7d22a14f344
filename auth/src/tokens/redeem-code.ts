import { isSameResource } from '../resources/resource.ts'
import type { Client } from '../clients/client.ts'
import { randomToken, sha256Hex } from '../keys/digest.ts'
import { issueAccessToken } from './access-token.ts'
import { isRightVerifier } from './code-verifier.ts'
import { refuse, type TokenError } from './errors.ts'
import {
  FAMILY_LIFETIME_MS,
  REFRESH_LIFETIME_MS,
  type TokenContext,
  type TokenSet,
} from './token-context.ts'
import type { FoundCode } from './token-store.ts'

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
  const { tokens, now } = context
  const { client } = redemption
  const code = await tokens.findCode(await sha256Hex(redemption.code))
  if (!code) throw unusable()
  if (code.usedAt) throw await refuseReplay(context, code)
  const failure = await findFailure(code, redemption, now())
  if (failure) throw await refuseRedemption(context, code, failure)

  const refreshToken = client.grantTypes.includes('refresh_token') ? randomToken('tgr_') : undefined
  const isClaimed = await tokens.claimCode({
    code,
    now: new Date(now()),
    familyExpiresAt: new Date(now() + FAMILY_LIFETIME_MS),
    ...(refreshToken && {
      refresh: {
        id: await sha256Hex(refreshToken),
        expiresAt: new Date(now() + REFRESH_LIFETIME_MS),
      },
    }),
  })
  if (!isClaimed) throw await refuseReplay(context, code)

  return issueTokens(context, code, refreshToken)
}

async function issueTokens(
  context: TokenContext,
  code: FoundCode,
  refreshToken: string | undefined,
): Promise<TokenSet> {
  const { clientId, familyId, grant } = code
  const { userId, scopes, resource } = grant
  const accessToken = await issueAccessToken(context, {
    subject: userId,
    ...(code.userName && { name: code.userName }),
    clientId,
    scopes,
    resource: resource ?? context.issuer,
    familyId,
  })
  await context.audit.record({
    action: 'code.redeemed',
    userId,
    clientId,
    detail: { family: familyId, resource, scopes },
  })
  return { accessToken, ...(refreshToken && { refreshToken }), scopes }
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
