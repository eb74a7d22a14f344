/** No connection was made, or the answer was that the request was not looked at (RFC 6749 §4.1.2.1). */
const UNSPENT = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_ADDRESS_FORBIDDEN',
  'temporarily_unavailable',
]

/**
 * Whether a refresh token that was to be spent is surely unspent. Where it is not sure, it must not be
 * tried again: an issuer that rotates takes the second try for a theft.
 */
export function isSurelyUnspent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && UNSPENT.some((code) => code === cause.code)) return true
  }
  return false
}
