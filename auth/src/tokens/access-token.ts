import { jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import type { KeyRing } from '../keys/signing-keys.ts'

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
  now: () => number
}

/** The claims of one of our own tokens. */
export type AccessTokenClaims = z.output<typeof claimsSchema>

/** How long an access token is good, in seconds. */
export const ACCESS_TOKEN_SECONDS = 600

const ALGORITHM = 'ES256'
const TYPE = 'at+jwt'

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
  const { kid, privateKey } = await keys.current()
  const issuedAt = Math.floor(now() / 1000)
  const id = crypto.randomUUID()
  const claims = {
    client_id: clientId,
    scope: scopes.join(' '),
    ...(name && { name }),
    ...(actor && { act: actor }),
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, kid, typ: TYPE })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience(resource)
    .setJti(familyId === undefined ? id : `${familyId}.${id}`)
    .setIssuedAt(issuedAt)
    .setExpirationTime(Math.min(issuedAt + ACCESS_TOKEN_SECONDS, endsBy ?? Infinity))
    .sign(privateKey)
}

/** Reads one of our own tokens; `undefined` for any other, and for one that has expired. */
export async function readAccessToken(
  { issuer, keys, now }: TokenSigner,
  token: string,
): Promise<AccessTokenClaims | undefined> {
  try {
    const { find } = await keys.current()
    const { payload } = await jwtVerify(token, find, {
      issuer,
      algorithms: [ALGORITHM],
      typ: TYPE,
      currentDate: new Date(now()),
    })
    return claimsSchema.parse(payload)
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
