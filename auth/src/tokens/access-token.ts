import { jwtVerify } from 'jose'
import * as z from 'zod'
import type { KeyRing } from '../keys/signing-keys.ts'
import { signToken, TOKEN_ALGORITHM, TOKEN_TYPE } from './sign-token.ts'
import type { VerifiedTokens } from './verified-tokens.ts'

/** What an access token says (RFC 9068 §2.2). */
export interface AccessTokenSubject {
  /** The person, or the client itself. */
  subject: string
  /** How the person is called. */
  name?: string
  clientId: string
  scopes: readonly string[]
  /** The server the token is for; the issuer itself where none was named. */
  resource: string
  /** The refresh family it belongs to: revoked with it. */
  familyId?: string
  /** Who acts in the subject's stead (RFC 8693 §4.1). */
  actor?: Actor
  /** When it ends at the latest, in seconds since the epoch (default: after `ACCESS_TOKEN_SECONDS`). */
  endsBy?: number
}

/** Who acts for somebody, and through whom they came to it: the outermost acts now (RFC 8693 §4.1). */
export interface Actor {
  sub: string
  act?: Actor | undefined
}

/** What makes and reads access tokens. */
export interface TokenSigner {
  issuer: string
  keys: KeyRing
  verified: VerifiedTokens
  now: () => number
}

/** The claims of one of our own tokens. */
export type AccessTokenClaims = z.output<typeof claimsSchema>

/** How long an access token is good, in seconds. */
export const ACCESS_TOKEN_SECONDS = 600

const actorSchema: z.ZodType<Actor> = z.object({
  sub: z.string(),
  act: z.lazy(() => actorSchema.optional()),
})

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  client_id: z.string(),
  scope: z.string(),
  jti: z.string(),
  iat: z.number(),
  exp: z.number(),
  name: z.string().optional(),
  act: actorSchema.optional(),
})

/** Signs an access token. */
export async function issueAccessToken(
  { issuer, keys, now }: TokenSigner,
  token: AccessTokenSubject,
): Promise<string> {
  const { subject, name, clientId, scopes, resource, familyId, actor, endsBy } = token
  const issuedAt = Math.floor(now() / 1000)
  const id = crypto.randomUUID()
  return signToken(await keys.current(), {
    iss: issuer,
    sub: subject,
    aud: resource,
    client_id: clientId,
    scope: scopes.join(' '),
    jti: familyId === undefined ? id : `${familyId}.${id}`,
    iat: issuedAt,
    exp: Math.min(issuedAt + ACCESS_TOKEN_SECONDS, endsBy ?? Infinity),
    ...(name && { name }),
    ...(actor && { act: actor }),
  })
}

/** Reads one of our own tokens; `undefined` for any other, and for one that has expired. */
export async function readAccessToken(
  { issuer, keys: ring, verified, now }: TokenSigner,
  token: string,
): Promise<AccessTokenClaims | undefined> {
  const keys = await ring.current()
  const known = verified.find(keys, token)
  if (known) return known.exp > Math.floor(now() / 1000) ? known : undefined
  try {
    const { payload } = await jwtVerify(token, keys.find, {
      issuer,
      algorithms: [TOKEN_ALGORITHM],
      typ: TOKEN_TYPE,
      currentDate: new Date(now()),
    })
    const claims = claimsSchema.parse(payload)
    verified.add(keys, token, claims)
    return claims
  } catch {
    return undefined
  }
}

/** The refresh family that a token's `jti` names. */
export function familyOf(jti: string): string | undefined {
  const [familyId, id] = jti.split('.')
  return id === undefined ? undefined : familyId
}

/** Says whether a text has the form of a signed token, not of a refresh token of ours. Pure. */
export function looksLikeJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)
}
