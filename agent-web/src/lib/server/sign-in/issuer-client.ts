import { fail, ok, type Result } from '@toolgraph/errors'
import { decodeJwt } from 'jose'
import * as oauth from 'oauth4webapi'

import { createMetadataReader } from './issuer-metadata.ts'
import { toTokenFailure, type TokenFailure } from './token-failure.ts'
import type { TokenSet } from './token-set.ts'

/** Who agent-web is at the issuer, and what it asks for. */
export interface IssuerClientOptions {
  issuer: string
  clientId: string
  redirectUri: string
  /** The graph's resource identifier: the audience of the tokens. */
  resource: string
  scopes: readonly string[]
  fetch: typeof fetch
  now: () => number
}

/** The person who signed in, and the tokens to act as that person. */
export interface SignedIn {
  subject: string
  name: string
  tokens: TokenSet
}

/** Why the issuer sent the browser back without a code that we accept. */
export interface CallbackFailure {
  reason: 'denied' | 'invalid' | TokenFailure['reason']
  cause: unknown
}

/** agent-web as an OAuth client of its own issuer. */
export interface IssuerClient {
  authorizationUrl(request: {
    state: string
    codeVerifier: string
    locale: string
    /** Asks who it is, although somebody may be signed in at the issuer. */
    chooseAccount?: boolean
  }): Promise<Result<URL, TokenFailure>>
  /** Checks what came back (state, `iss`) and turns the code into tokens. */
  redeem(
    parameters: URLSearchParams,
    expected: { state: string; codeVerifier: string },
  ): Promise<Result<SignedIn, CallbackFailure>>
  refresh(refreshToken: string): Promise<Result<TokenSet, TokenFailure>>
  /** Ends a refresh token and what came from it (RFC 7009); tells whether the issuer agreed. */
  revoke(refreshToken: string): Promise<boolean>
}

const DEADLINE_MS = 8_000
/** For a token answer without `expires_in`. */
const DEFAULT_TOKEN_LIFE_S = 300

/** Makes the client; it keeps nothing but the issuer's public metadata, for five minutes. */
export function createIssuerClient(options: IssuerClientOptions): IssuerClient {
  const { issuer, redirectUri, resource, now } = options
  const client: oauth.Client = { client_id: options.clientId }
  const isLocal = new URL(issuer).protocol === 'http:'
  const request = () => ({
    [oauth.customFetch]: (url: string, init: object) => options.fetch(url, init),
    [oauth.allowInsecureRequests]: isLocal,
    signal: AbortSignal.timeout(DEADLINE_MS),
  })

  const discover = createMetadataReader({ issuer, request, now })

  function toTokenSet(answer: oauth.TokenEndpointResponse, previous?: string): TokenSet {
    const issuedAt = now()
    const life = answer.expires_in ?? DEFAULT_TOKEN_LIFE_S
    return {
      accessToken: answer.access_token,
      // RFC 6749 §6: without a new one, the old refresh token stays in use.
      refreshToken: answer.refresh_token ?? previous,
      issuedAt,
      expiresAt: issuedAt + life * 1000,
    }
  }

  return {
    async authorizationUrl({ state, codeVerifier, locale, chooseAccount }) {
      try {
        const server = await discover()
        const url = new URL(server.authorization_endpoint ?? `${issuer}/authorize`)
        const parameters = {
          response_type: 'code',
          client_id: options.clientId,
          redirect_uri: redirectUri,
          scope: options.scopes.join(' '),
          resource,
          state,
          code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
          code_challenge_method: 'S256',
          ui_locales: locale,
          ...(chooseAccount && { prompt: 'select_account' }),
        }
        for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
        return ok(url)
      } catch (cause) {
        return fail({ reason: 'not_processed', cause })
      }
    },

    async redeem(parameters, { state, codeVerifier }) {
      let server: oauth.AuthorizationServer
      let checked: URLSearchParams
      try {
        server = await discover()
        // Compares `state`, and `iss` where the issuer promises it (RFC 9207).
        checked = oauth.validateAuthResponse(server, client, parameters, state)
      } catch (cause) {
        const isDenied =
          cause instanceof oauth.AuthorizationResponseError && cause.error === 'access_denied'
        return fail({ reason: isDenied ? 'denied' : 'invalid', cause })
      }
      try {
        const answer = await oauth.processAuthorizationCodeResponse(
          server,
          client,
          await oauth.authorizationCodeGrantRequest(
            server,
            client,
            oauth.None(),
            checked,
            redirectUri,
            codeVerifier,
            { additionalParameters: { resource }, ...request() },
          ),
        )
        const claims = decodeJwt(answer.access_token)
        // The token came straight from the issuer, so its signature is the graph's to check; that it is
        // for the graph and from this issuer is ours.
        if (claims.iss !== issuer || ![claims.aud].flat().includes(resource) || !claims.sub)
          return fail({ reason: 'refused', cause: new Error('The token is for somebody else') })
        const { name } = claims
        return ok({
          subject: claims.sub,
          name: typeof name === 'string' ? name : '',
          tokens: toTokenSet(answer),
        })
      } catch (cause) {
        return fail(toTokenFailure(cause))
      }
    },

    async refresh(refreshToken) {
      let server: oauth.AuthorizationServer
      try {
        server = await discover()
      } catch (cause) {
        return fail({ reason: 'not_processed', cause })
      }
      try {
        const answer = await oauth.processRefreshTokenResponse(
          server,
          client,
          await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken, {
            additionalParameters: { resource },
            ...request(),
          }),
        )
        return ok(toTokenSet(answer, refreshToken))
      } catch (cause) {
        return fail(toTokenFailure(cause))
      }
    },

    async revoke(refreshToken) {
      try {
        const server = await discover()
        if (!server.revocation_endpoint) return false
        const response = await oauth.revocationRequest(server, client, oauth.None(), refreshToken, {
          additionalParameters: { token_type_hint: 'refresh_token' },
          ...request(),
        })
        await oauth.processRevocationResponse(response)
        return true
      } catch {
        return false
      }
    },
  }
}
