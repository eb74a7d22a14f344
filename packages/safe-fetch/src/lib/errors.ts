import { CodedError } from '@toolgraph/errors'

/** Why a request to a stranger's address was not made, or not finished. */
export type SafeFetchErrorCode =
  | 'ERR_ADDRESS_FORBIDDEN'
  | 'ERR_TOO_LARGE'
  | 'ERR_TIMEOUT'
  | 'ERR_TOO_MANY_REDIRECTS'
  | 'ERR_UNREACHABLE'

/** A refusal of `safe-fetch`: the address, the size, the time or the redirects went past what is allowed. */
export class SafeFetchError extends CodedError<SafeFetchErrorCode> {
  override readonly name = 'SafeFetchError'
}

/** Makes the refusal of an address that we do not call. */
export function addressForbidden(place: string, obstacle: string): SafeFetchError {
  return new SafeFetchError('ERR_ADDRESS_FORBIDDEN', `Cannot call "${place}": ${obstacle}`)
}

/** Makes the refusal of a body that is larger than the limit. */
export function tooLarge(place: string, maxBytes: number): SafeFetchError {
  return new SafeFetchError(
    'ERR_TOO_LARGE',
    `Cannot read the answer of "${place}": it is larger than ${maxBytes} bytes`,
  )
}

/** Makes the refusal of an answer that took too long. */
export function timedOut(place: string, timeoutMs: number): SafeFetchError {
  return new SafeFetchError(
    'ERR_TIMEOUT',
    `Cannot read the answer of "${place}": it took longer than ${timeoutMs} ms`,
  )
}

/** Makes the refusal of one more redirect. */
export function tooManyRedirects(place: string, maxRedirects: number): SafeFetchError {
  return new SafeFetchError(
    'ERR_TOO_MANY_REDIRECTS',
    `Cannot follow "${place}": more than ${maxRedirects} redirects`,
  )
}

/** Makes the refusal of a server that cannot be reached. */
export function unreachable(place: string, cause: unknown): SafeFetchError {
  return new SafeFetchError('ERR_UNREACHABLE', `Cannot reach "${place}"`, { cause })
}
