import { refreshAuthorization } from '@modelcontextprotocol/client'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import { McpClientError, placeOf } from './errors.ts'
import { toTokenError, toTokenSet, type TokenSet } from './token-set.ts'

/** Which tokens to renew. */
export interface RefreshTokensOptions {
  tokens: TokenSet
  fetch: SafeFetch
  signal?: AbortSignal
  /** Milliseconds since the epoch (default: the clock). */
  now?: () => number
}

/**
 * Spends the refresh token for a new token set. The old one is worthless afterwards where the issuer
 * rotates, so only the holder of a lease may call this.
 *
 * @throws {McpClientError} `ERR_GRANT_ENDED` and `ERR_CLIENT_UNKNOWN`: the person has to sign in again.
 *   After `ERR_ISSUER_UNREACHABLE` and `ERR_TOKEN_RESPONSE_INVALID` it is not known whether it was spent
 */
export async function refreshTokens(options: RefreshTokensOptions): Promise<TokenSet> {
  const { tokens, signal, now = Date.now } = options
  const { issuer, metadata, client, resource, refreshToken } = tokens
  if (refreshToken === undefined)
    throw new McpClientError(
      'ERR_GRANT_ENDED',
      `Cannot get tokens from "${placeOf(issuer)}": it gave no refresh token`,
    )
  try {
    const renewed = await refreshAuthorization(issuer, {
      metadata,
      clientInformation: client,
      refreshToken,
      resource,
      fetchFn: (input, init) => options.fetch(input, { ...init, signal: signal ?? null }),
    })
    return toTokenSet(renewed, { grant: tokens, askedScopes: tokens.scopes, now: now() })
  } catch (cause) {
    signal?.throwIfAborted()
    throw toTokenError(cause, issuer)
  }
}
