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
  /** Ours, beside those of RFC 8693 §2.2.2: a person has to be asked first, at `consent_uri`. */
  | 'consent_required'
  | 'slow_down'

/** A refusal that a client is told in JSON (RFC 6749 §5.2). */
export class TokenError extends CodedError<TokenErrorCode> {
  override readonly name = 'TokenError'
  /** When another try is worth making; `undefined` where time alone changes nothing. */
  readonly retryAfterSeconds: number | undefined
  /** Where a person can allow what is missing. */
  readonly consentUri: string | undefined

  constructor(code: TokenErrorCode, message: string, remedy: Remedy = {}) {
    super(code, message)
    this.retryAfterSeconds = remedy.retryAfterSeconds
    this.consentUri = remedy.consentUri
  }
}

/** What would help. */
interface Remedy {
  retryAfterSeconds?: number
  consentUri?: string
}

/** Makes a refusal. */
export function refuse(code: TokenErrorCode, message: string, remedy?: Remedy): TokenError {
  return new TokenError(code, message, remedy)
}
