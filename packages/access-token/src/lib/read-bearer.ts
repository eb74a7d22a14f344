import { fail, ok, type Result } from '@toolgraph/errors'

/** Why an Authorization header is not a bearer token. */
export type BearerFailure = { reason: 'other_scheme' } | { reason: 'malformed' }

/** RFC 6750 §2.1: `b68token`. A comma would be a second credential. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i

/** A token longer than this is nobody's honest token. */
const MAX_TOKEN_LENGTH = 8192

/**
 * Reads the bearer token of a request: from the Authorization header and from nowhere else
 * (MCP authorization: never from the query). `undefined` when there is no such header.
 */
export function readBearer(request: Request): Result<string | undefined, BearerFailure> {
  const header = request.headers.get('authorization')
  if (header === null) return ok(undefined)
  if (!/^bearer(\s|$)/i.test(header)) return fail({ reason: 'other_scheme' })

  const token = BEARER.exec(header)?.[1]
  if (token === undefined || token.length > MAX_TOKEN_LENGTH) return fail({ reason: 'malformed' })

  return ok(token)
}
