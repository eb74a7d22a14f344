import { SafeFetchError } from '@toolgraph/safe-fetch'
import * as oauth from 'oauth4webapi'

/** Why nobody was signed in by a provider; each has a sentence of its own on the sign-in page. */
export const FEDERATION_FAILURES = [
  /** The person said no there, or the provider did. */
  'denied',
  /** It cannot be reached, or is in trouble itself. */
  'unavailable',
  /** It does not accept what we ask: most often its registration of us is wrong. */
  'refused',
  /** What it answered cannot be trusted. */
  'untrusted',
  /** It vouches for no e-mail address. */
  'email_unverified',
  /** The address is that of a ready account, whose password everybody knows. */
  'email_reserved',
  'too_many',
] as const

/** Why nobody was signed in by a provider. */
export type FederationFailure = (typeof FEDERATION_FAILURES)[number]

/** A failure, and what the operator may know of it: never a provider's own sentence, a code or a token. */
export interface UpstreamFailure {
  failure: FederationFailure
  /** A code of OAuth's, of the library that speaks it, or of the way out. */
  code: string
}

/** What a provider answered outside of OAuth, and what that means. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError'
  readonly failure: FederationFailure

  constructor(failure: FederationFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

/** Reads what was thrown while we talked with a provider. Pure. */
export function toFailure(error: unknown): UpstreamFailure {
  const lost = findLost(error)
  if (lost) return lost
  if (error instanceof UpstreamError) return { failure: error.failure, code: error.message }
  if (error instanceof oauth.AuthorizationResponseError)
    return { failure: ANSWERS[error.error] ?? 'refused', code: toCode(error.error) }
  if (error instanceof oauth.ResponseBodyError)
    return { failure: ofStatus(error.status), code: toCode(error.error) }
  if (error instanceof oauth.WWWAuthenticateChallengeError)
    return { failure: ofStatus(error.status), code: `HTTP ${error.status}` }
  if (error instanceof Error && error.cause instanceof Response)
    return { failure: ofStatus(error.cause.status), code: `HTTP ${error.cause.status}` }
  return { failure: 'untrusted', code: toCode(codeOf(error)) }
}

/** Says what the status of an answer other than the expected means. */
export function ofStatus(status: number): 'unavailable' | 'refused' {
  return status >= 500 || status === 429 ? 'unavailable' : 'refused'
}

/** RFC 6749 §4.1.2.1; what is not here is between the provider and our operator. */
const ANSWERS: Readonly<Record<string, FederationFailure>> = {
  access_denied: 'denied',
  server_error: 'unavailable',
  temporarily_unavailable: 'unavailable',
}

/** An answer that never came, or not in full: the refusal of the way out may be anywhere in the causes. */
function findLost(error: unknown): UpstreamFailure | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof SafeFetchError)
      return {
        failure: cause.code === 'ERR_ADDRESS_FORBIDDEN' ? 'untrusted' : 'unavailable',
        code: cause.code,
      }
    if (cause.name === 'TimeoutError') return { failure: 'unavailable', code: 'ERR_TIMEOUT' }
  }
  return undefined
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/** A stranger's text is kept where it looks like a code. */
function toCode(text: string): string {
  return /^\w{1,64}$/.test(text) ? text : 'unknown'
}
