import type { Client } from '../clients/client.ts'
import { sha256Hex } from '../keys/digest.ts'
import { familyOf, looksLikeJwt, readAccessToken, type AccessTokenClaims } from './access-token.ts'
import { refuse } from './errors.ts'
import { isStillAllowed } from './read-subject-token.ts'
import type { TokenContext } from './token-context.ts'

/** What the caller learns (RFC 7662 §2.2). */
export type Introspection =
  { active: false } | ({ active: true; token_type?: 'Bearer' } & Partial<AccessTokenClaims>)

/**
 * Says whether a token is good now. A caller learns of the tokens of its own resources and of no others:
 * for those the answer is the same as for a token that nobody knows.
 *
 * @throws {TokenError} `unauthorized_client` for a caller that may not introspect at all
 */
export async function introspectToken(
  context: TokenContext,
  caller: Client,
  token: string,
): Promise<Introspection> {
  if (caller.introspects !== 'all' && caller.introspects.length === 0)
    throw refuse('unauthorized_client', 'This client may not introspect tokens')

  const found = looksLikeJwt(token)
    ? await findAccessToken(context, token)
    : await findRefreshToken(context, token)
  return found && maySee(caller, found.aud) ? { active: true, ...found } : { active: false }
}

async function findAccessToken(context: TokenContext, token: string) {
  const claims = await readAccessToken(context, token)
  if (!claims) return undefined

  const [isRevoked, isAllowed] = await Promise.all([
    context.tokens.isRevoked({ jti: claims.jti, familyId: familyOf(claims.jti) }),
    isStillAllowed(context.grants, claims),
  ])
  if (isRevoked || !isAllowed) return undefined
  return { token_type: 'Bearer' as const, ...claims }
}

async function findRefreshToken({ tokens, issuer, now }: TokenContext, token: string) {
  const found = await tokens.findRefreshToken(await sha256Hex(token))
  if (!found || found.usedAt || found.family.isRevoked) return undefined

  const { family, createdAt, expiresAt } = found
  const ends = Math.min(expiresAt.getTime(), family.expiresAt.getTime())
  if (ends <= now() || family.userName === undefined) return undefined
  return {
    iss: issuer,
    sub: family.userId,
    aud: family.resource ?? issuer,
    client_id: family.clientId,
    scope: family.scopes.join(' '),
    iat: Math.floor(createdAt.getTime() / 1000),
    exp: Math.floor(ends / 1000),
  }
}

function maySee({ introspects }: Client, audience: string): boolean {
  return introspects === 'all' || introspects.includes(audience)
}
