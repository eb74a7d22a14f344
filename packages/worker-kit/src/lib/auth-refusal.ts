import { challenge, resourceMetadataUrl, type ChallengeError } from '@toolgraph/access-token'

/** What a refused caller gets: a status, and where it helps a challenge. */
export interface AuthRefusal {
  status: 400 | 401 | 403 | 503
  error: ChallengeError | 'temporarily_unavailable' | 'unauthorized'
  description: string
  /** The `WWW-Authenticate` header. */
  challenge?: string
  /** Why, for the log; never for the wire. */
  reason: string
}

/** The issuer does not answer: no fault of the token. */
export const issuerUnavailable: AuthRefusal = {
  status: 503,
  error: 'temporarily_unavailable',
  description: 'The issuer of tokens does not answer; try again in a moment',
  reason: 'issuer_unreachable',
}

/** No token was sent. */
export function toSignIn(resource: string, scopes: readonly string[]): AuthRefusal {
  return {
    status: 401,
    error: 'unauthorized',
    description: 'This needs an access token',
    // RFC 6750 §3.1: no error code where no credentials were sent.
    challenge: challenge({ resourceMetadataUrl: resourceMetadataUrl(resource), scopes }),
    reason: 'no_token',
  }
}

/** The token is good, and has too few scopes; `scopes` are all that the operation needs. */
export function toStepUp(resource: string, scopes: readonly string[]): AuthRefusal {
  const description = 'This needs more scopes than the token has'
  return {
    status: 403,
    error: 'insufficient_scope',
    description,
    challenge: challenge({
      resourceMetadataUrl: resourceMetadataUrl(resource),
      scopes,
      error: 'insufficient_scope',
      description,
    }),
    reason: 'insufficient_scope',
  }
}

/** The token is not good. */
export function toTokenRefusal(
  reason: string,
  resource: string,
  scopes: readonly string[],
): AuthRefusal {
  // One sentence for every reason: what exactly was wrong is for our log.
  const description = 'The access token is not valid here, or no longer'
  return {
    status: 401,
    error: 'invalid_token',
    description,
    challenge: challenge({
      resourceMetadataUrl: resourceMetadataUrl(resource),
      scopes,
      error: 'invalid_token',
      description,
    }),
    reason,
  }
}

/** There is a header, and no token can be read from it. */
export function toMalformed(resource: string): AuthRefusal {
  const description = 'The Authorization header is not "Bearer" and one token'
  return {
    status: 400,
    error: 'invalid_request',
    description,
    challenge: challenge({
      resourceMetadataUrl: resourceMetadataUrl(resource),
      error: 'invalid_request',
      description,
    }),
    reason: 'malformed_header',
  }
}
