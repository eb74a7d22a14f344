import { CodedError } from '@toolgraph/errors'

/** The errors of the token, registration, revocation and introspection endpoints. */
export type TokenErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'temporarily_unavailable'
  | 'slow_down'

/** A refusal that a client is told in JSON (RFC 6749 §5.2). */
export class TokenError extends CodedError<TokenErrorCode> {
  override readonly name = 'TokenError'
}

/** Makes a refusal. */
export function refuse(code: TokenErrorCode, message: string): TokenError {
  return new TokenError(code, message)
}
