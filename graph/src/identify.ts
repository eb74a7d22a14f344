import {
  challenge,
  createTokenVerifier,
  readBearer,
  resourceMetadataUrl,
  type ChallengeError,
} from '@toolgraph/access-token'
import { fail, ok, type Result } from '@toolgraph/errors'
import type { Viewer } from './registry/viewer.ts'

/** Why a caller was turned away before anything was read. Each face says it in its own form. */
export interface IdentityRefusal {
  status: 400 | 401 | 503
  code: 'ERR_TOKEN_INVALID' | 'ERR_ISSUER_UNAVAILABLE'
  detail: string
  headers: Record<string, string>
}

/** Finds out who calls. A token that is sent is always verified; without one the caller is anonymous. */
export type Identify = (request: Request) => Promise<Result<Viewer | undefined, IdentityRefusal>>

/** What tokens are verified against. */
export interface IdentityOptions {
  issuer: string
  /** The one resource of all faces. */
  resource: string
  /** Reaches the issuer. */
  fetch: typeof fetch
  now: () => number
}

/** Creates the identification of callers for GraphQL and REST; the kit does its own for MCP. */
export function createIdentify(options: IdentityOptions): Identify {
  const { issuer, resource, fetch, now } = options
  const verifier = createTokenVerifier({ issuer, resource, fetch, now })
  const writeChallenge = createChallenge(resource)

  return async (request) => {
    const bearer = readBearer(request)
    if (!bearer.ok) return fail(invalid('The Authorization header is not "Bearer" and one token'))
    if (bearer.value === undefined) return ok(undefined)

    const token = await verifier.verify(bearer.value)
    if (token.ok) {
      const { subject, clientId, scopes, name } = token.value
      const expiresAt = new Date(token.value.expiresAt * 1000)
      return ok({ subject, clientId, scopes, name, expiresAt })
    }
    if (token.failure.reason === 'issuer_unreachable') return fail(UNAVAILABLE)
    return fail(invalid('The access token is not valid here, or no longer'))
  }

  function invalid(detail: string): IdentityRefusal {
    const headers = { 'www-authenticate': writeChallenge([], 'invalid_token') }
    return { status: 401, code: 'ERR_TOKEN_INVALID', detail, headers }
  }
}

/** Creates what writes the challenge of a refused caller: where this resource's metadata is, what it asks for. */
export function createChallenge(resource: string) {
  const metadataUrl = resourceMetadataUrl(resource)
  return (scopes: readonly string[], error?: ChallengeError): string =>
    challenge({ resourceMetadataUrl: metadataUrl, scopes, ...(error ? { error } : {}) })
}

const UNAVAILABLE: IdentityRefusal = {
  status: 503,
  code: 'ERR_ISSUER_UNAVAILABLE',
  detail: 'The issuer of tokens does not answer; try again in a moment',
  headers: { 'retry-after': '5' },
}
