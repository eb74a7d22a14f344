import { createHash } from 'node:crypto'
import { randomId, type Grant, type IssuerContext } from './context.ts'
import { OAuthRefusal } from './oauth-refusal.ts'
import { signAccessToken, TOKEN_SECONDS } from './sign-access-token.ts'

/** Exchanges a code or a refresh token for tokens (`POST /token`). */
export async function answerToken(request: Request, context: IssuerContext) {
  const form = new URLSearchParams(await request.text())
  const grant = readGrant(form, context)
  if (form.get('client_id') !== grant.clientId) {
    throw new OAuthRefusal('invalid_grant', 'It was issued to another client_id')
  }
  const resource = form.get('resource')
  if (resource !== null && resource !== grant.resource) {
    throw new OAuthRefusal('invalid_target', `The person has allowed ${grant.resource} only`)
  }
  const scopes = narrow(form.get('scope'), grant)

  const refreshToken = randomId()
  context.refreshTokens.set(refreshToken, { grant, isUsed: false })
  return {
    access_token: await signAccessToken({ ...grant, scopes }, context),
    token_type: 'Bearer',
    expires_in: TOKEN_SECONDS,
    refresh_token: refreshToken,
    scope: scopes.join(' '),
  }
}

function readGrant(form: URLSearchParams, context: IssuerContext): Grant {
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return redeemCode(form, context)
    case 'refresh_token':
      return useOnce(context.refreshTokens.get(form.get('refresh_token') ?? ''))
    default:
      throw new OAuthRefusal('unsupported_grant_type', 'Use authorization_code or refresh_token')
  }
}

function redeemCode(form: URLSearchParams, { codes, now }: IssuerContext): Grant {
  const code = codes.get(form.get('code') ?? '')
  if (
    code !== undefined &&
    (code.expiresAt <= now() || form.get('redirect_uri') !== code.redirectUri)
  ) {
    throw new OAuthRefusal(
      'invalid_grant',
      'The code is too old, or redirect_uri is not the one of the request',
    )
  }
  if (code !== undefined && !isVerifier(form.get('code_verifier') ?? '', code.challenge)) {
    throw new OAuthRefusal('invalid_grant', 'code_verifier does not fit the code_challenge (PKCE)')
  }
  return useOnce(code)
}

/** A second use means that somebody else has it too: all that came of it ends. */
function useOnce(held: { grant: Grant; isUsed: boolean } | undefined): Grant {
  if (held?.isUsed) held.grant.isRevoked = true
  if (held === undefined || held.isUsed || held.grant.isRevoked) {
    throw new OAuthRefusal('invalid_grant', 'It is not known, or was used before')
  }
  held.isUsed = true
  return held.grant
}

function isVerifier(verifier: string, challenge: string): boolean {
  return createHash('sha256').update(verifier).digest('base64url') === challenge
}

function narrow(scope: string | null, grant: Grant): readonly string[] {
  const asked = (scope ?? '').split(' ').filter((name) => name !== '')
  if (asked.length === 0) return grant.scopes
  if (asked.every((name) => grant.scopes.includes(name))) return asked
  throw new OAuthRefusal('invalid_scope', 'The person has not allowed all of these scopes')
}
