import { SignJWT } from 'jose'
import type { Grant, IssuerContext } from './context.ts'

/** How long an access token lasts: short, so that an author meets a renewal early. */
export const TOKEN_SECONDS = 600

/** Signs an access token for what a person has allowed (RFC 9068). */
export async function signAccessToken(
  { person, clientId, resource, scopes }: Omit<Grant, 'isRevoked'>,
  { issuer, privateKey, publicKey, now }: IssuerContext,
): Promise<string> {
  const issuedAt = Math.floor(now() / 1000)
  return new SignJWT({
    iss: issuer,
    sub: person.subject,
    name: person.name,
    aud: resource,
    client_id: clientId,
    scope: scopes.join(' '),
    jti: crypto.randomUUID(),
    iat: issuedAt,
    exp: issuedAt + TOKEN_SECONDS,
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: publicKey.kid ?? '' })
    .sign(privateKey)
}
