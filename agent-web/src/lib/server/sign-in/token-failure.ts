import * as oauth from 'oauth4webapi'

import { isSurelyUnspent } from '../unspent.ts'

/**
 * Why the token endpoint gave nothing. `not_processed`: the request never arrived or was turned away
 * before it was read, so the refresh token is not spent; `unknown`: it may be.
 */
export interface TokenFailure {
  reason: 'refused' | 'not_processed' | 'unknown'
  cause: unknown
}

/** What the token endpoint's failure says of the token that was sent to it. */
export function toTokenFailure(cause: unknown): TokenFailure {
  if (cause instanceof oauth.ResponseBodyError) return { reason: 'refused', cause }
  if (isTurnedAway(cause) || isSurelyUnspent(cause)) return { reason: 'not_processed', cause }
  return { reason: 'unknown', cause }
}

/** 503 is how a server says that it does not look at requests now (RFC 9110 §15.6.4). */
function isTurnedAway(cause: unknown): boolean {
  return cause instanceof Error && cause.cause instanceof Response && cause.cause.status === 503
}
