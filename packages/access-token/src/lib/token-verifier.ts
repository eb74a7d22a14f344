import { fail, ok, type Result } from '@toolgraph/errors'
import { compactVerify, decodeProtectedHeader } from 'jose'
import {
  checkClaims,
  checkTimes,
  type AccessTokenClaims,
  type ClaimsFailure,
} from './check-claims.ts'
import { createIssuerReader, type IssuerFailure, type IssuerReader } from './issuer-reader.ts'
import { createTokenMemory, type VerifiedToken } from './token-memory.ts'

/** An access token that was verified for one resource. */
export interface AccessToken {
  /** The token itself. Never log it. */
  token: string
  /** Who acts: the issuer's `sub`. */
  subject: string
  /** The client that the token was issued to. */
  clientId: string
  scopes: string[]
  /** Seconds since the epoch. */
  expiresAt: number
  issuer: string
  /** The resource that it was verified for, which is one of its audiences. */
  resource: string
  /** The token's own id. */
  jti: string
  /** The person's display name, where the issuer tells it. */
  name?: string
  /** Who acts in the subject's stead (RFC 8693 §4.1). */
  actor?: string
}

/**
 * Why a token was refused. For our log: a caller learns `invalid_token` for every reason but
 * `issuer_unreachable`, which is no fault of the token.
 */
export type TokenFailure =
  | { reason: 'malformed' }
  | { reason: 'algorithm_not_allowed'; got: string }
  | { reason: 'type_not_allowed'; got: string }
  | { reason: 'unknown_key' }
  | { reason: 'signature_invalid' }
  | ClaimsFailure
  | IssuerFailure

/** What tokens are verified against. */
export interface TokenVerifierOptions {
  /** The issuer identifier, exactly as its metadata says it. */
  issuer: string
  /** The canonical URI of this resource; a token's audience must hold it exactly. */
  resource: string
  /** Reaches the issuer. */
  fetch: typeof fetch
  /** Milliseconds since the epoch (default: `Date.now`) */
  now?: () => number
  /** Shares what was read of the issuer with others (default: a reader of its own) */
  reader?: IssuerReader
}

/** Verifies access tokens for one resource. */
export interface TokenVerifier {
  /** Checks a token: header, signature, claims, in this order. Never throws for a bad token. */
  verify(token: string): Promise<Result<AccessToken, TokenFailure>>
}

/**
 * Creates a verifier of JWT access tokens (RFC 9068). Only ES256 is taken: the algorithm is
 * pinned here and never read from the token, so neither `none` nor a public key used as an HMAC
 * secret gets through. Keep the verifier: it remembers the issuer's keys, and the tokens that these
 * keys have verified. A remembered token is held against the clock each time, and is verified anew
 * when the issuer's keys were read anew.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { issuer, resource, fetch, now = Date.now } = options
  const reader = options.reader ?? createIssuerReader({ issuer, fetch, now })

  const memory = createTokenMemory()

  const secondsNow = () => ({ now: Math.floor(now() / 1000) })

  /** `undefined`: the issuer's keys were read anew since, so the signature counts no longer. */
  async function recall(token: string, { kid, key, claims }: VerifiedToken) {
    const current = await reader.key(kid)
    if (!current.ok) return current
    if (current.value === key) return checkTimes(claims, secondsNow())
    memory.forget(token)
    return undefined
  }

  return {
    async verify(token) {
      const verified = memory.find(token)
      const known = verified && (await recall(token, verified))
      if (known !== undefined) {
        return known.ok ? ok(toAccessToken(token, resource, known.value)) : known
      }

      const header = checkHeader(token)
      if (!header.ok) return header

      const { kid } = header.value
      const key = await reader.key(kid)
      if (!key.ok) return key

      const payload = await readSigned(token, key.value)
      if (!payload.ok) return payload

      const claims = checkClaims(payload.value, { issuer, resource, ...secondsNow() })
      if (!claims.ok) return claims
      memory.remember(token, { kid, key: key.value, claims: claims.value })
      return ok(toAccessToken(token, resource, claims.value))
    },
  }
}

/** Before any request goes out: a token of a wrong kind costs the issuer nothing. */
function checkHeader(token: string): Result<{ kid: string }, TokenFailure> {
  const header = decodeHeader(token)
  if (header === undefined) return fail({ reason: 'malformed' })

  const { alg, typ, kid } = header
  if (alg !== 'ES256') return fail({ reason: 'algorithm_not_allowed', got: String(alg) })
  if (!isAccessTokenType(typ)) return fail({ reason: 'type_not_allowed', got: String(typ) })
  if (typeof kid !== 'string') return fail({ reason: 'unknown_key' })
  return ok({ kid })
}

function decodeHeader(token: string) {
  try {
    return decodeProtectedHeader(token)
  } catch {
    return undefined
  }
}

/** RFC 9068 §2.1 and §4: `at+jwt`, or with its prefix. */
function isAccessTokenType(typ: unknown): boolean {
  return typeof typ === 'string' && /^(application\/)?at\+jwt$/i.test(typ)
}

async function readSigned(
  token: string,
  key: Parameters<typeof compactVerify>[1],
): Promise<Result<unknown, TokenFailure>> {
  try {
    const { payload } = await compactVerify(token, key, { algorithms: ['ES256'] })
    return ok(JSON.parse(new TextDecoder().decode(payload)))
  } catch {
    return fail({ reason: 'signature_invalid' })
  }
}

function toAccessToken(token: string, resource: string, claims: AccessTokenClaims): AccessToken {
  return {
    token,
    subject: claims.sub,
    clientId: claims.client_id,
    scopes: (claims.scope ?? '').split(' ').filter((scope) => scope !== ''),
    expiresAt: claims.exp,
    issuer: claims.iss,
    resource,
    jti: claims.jti,
    ...(claims.name === undefined ? {} : { name: claims.name }),
    ...(claims.act === undefined ? {} : { actor: claims.act.sub }),
  }
}
