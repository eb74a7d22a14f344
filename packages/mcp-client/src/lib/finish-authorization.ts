import {
  exchangeAuthorization,
  IssuerMismatchError,
  validateAuthorizationResponseIssuer,
} from '@modelcontextprotocol/client'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import { McpClientError, placeOf } from './errors.ts'
import type { PendingAuthorization } from './start-authorization.ts'
import { toTokenError, toTokenSet, type TokenSet } from './token-set.ts'

/** The person came back from the issuer. */
export interface FinishAuthorizationOptions {
  pending: PendingAuthorization
  /** The query of the address they came back to. */
  callbackParams: URLSearchParams
  fetch: SafeFetch
  signal?: AbortSignal
  /** Milliseconds since the epoch (default: the clock). */
  now?: () => number
}

/**
 * Finishes linking a server: checks `state` and `iss` (RFC 9207), then redeems the code.
 *
 * Nothing that came with the callback is repeated in a message: in a mix-up attack it is an attacker's.
 *
 * @throws {McpClientError} `ERR_STATE_MISMATCH`, `ERR_RESPONSE_ISSUER_MISMATCH`, `ERR_AUTHORIZATION_DENIED`,
 *   `ERR_AUTHORIZATION_FAILED`, or the refusal of the token endpoint
 */
export async function finishAuthorization(options: FinishAuthorizationOptions): Promise<TokenSet> {
  const { pending, callbackParams, signal, now = Date.now } = options
  checkState(pending, callbackParams)
  checkIssuer(pending, callbackParams)

  const { issuer, metadata, client, codeVerifier, redirectUri, resource } = pending
  const iss = callbackParams.get('iss')
  try {
    const tokens = await exchangeAuthorization(issuer, {
      metadata,
      clientInformation: client,
      authorizationCode: readCode(pending, callbackParams),
      ...(iss !== null && { iss }),
      codeVerifier,
      redirectUri,
      resource,
      fetchFn: (input, init) => options.fetch(input, { ...init, signal: signal ?? null }),
    })
    return toTokenSet(tokens, { grant: pending, askedScopes: pending.scopes, now: now() })
  } catch (cause) {
    signal?.throwIfAborted()
    throw toTokenError(cause, issuer)
  }
}

function checkState({ state, issuer }: PendingAuthorization, params: URLSearchParams): void {
  const given = params.getAll('state')
  if (given.length === 1 && given[0] === state) return

  throw new McpClientError(
    'ERR_STATE_MISMATCH',
    `Cannot finish the authorization at "${placeOf(issuer)}": it was not begun here`,
  )
}

function checkIssuer({ issuer, metadata }: PendingAuthorization, params: URLSearchParams): void {
  const given = params.getAll('iss')
  try {
    validateAuthorizationResponseIssuer({
      iss: given.length > 0 ? given.join(' ') : undefined,
      expectedIssuer: issuer,
      issParameterSupported: metadata.authorization_response_iss_parameter_supported === true,
    })
  } catch (cause) {
    if (!(cause instanceof IssuerMismatchError)) throw cause
    throw new McpClientError(
      'ERR_RESPONSE_ISSUER_MISMATCH',
      `Cannot finish the authorization at "${placeOf(issuer)}": the answer came from another issuer`,
      { cause },
    )
  }
}

function readCode({ issuer }: PendingAuthorization, params: URLSearchParams): string {
  const code = params.get('code')
  const error = params.get('error')
  if (code && error === null) return code

  const about = `Cannot finish the authorization at "${placeOf(issuer)}"`
  if (error === 'access_denied')
    throw new McpClientError('ERR_AUTHORIZATION_DENIED', `${about}: it was not allowed`)
  throw new McpClientError('ERR_AUTHORIZATION_FAILED', `${about}: the issuer refused the request`)
}
