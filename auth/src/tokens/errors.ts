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
  /** When another try is worth making; `undefined` where time alone changes nothing. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: TokenErrorCode, message: string, { retryAfterSeconds }: Retry = {}) {
    super(code, message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

interface Retry {
  retryAfterSeconds?: number
}

/** Makes a refusal. */
export function refuse(code: TokenErrorCode, message: string, retry?: Retry): TokenError {
  return new TokenError(code, message, retry)
}
