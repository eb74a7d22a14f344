import { auth as authV2, type OAuthClientProvider } from '@modelcontextprotocol/client'
import { auth as authV1 } from '@modelcontextprotocol/sdk/client/auth.js'
import { createTestDatabase } from '@toolgraph/testing'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  BOOKING,
  BOOKING_ANSWER,
  createBrowser,
  createTestIssuer,
  ISSUER,
  REDIRECT,
  signInAsAiko,
  type Browser,
  type TestIssuer,
} from './issuer-harness.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())

/** The network of the clients: our issuer, and booking's RFC 9728 document. */
async function network(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const { origin, pathname } = new URL(request.url)
  if (origin === ISSUER) return issuer.app.fetch(request)
  if (`${origin}${pathname}` === 'http://localhost:4301/.well-known/oauth-protected-resource/mcp')
    return Response.json({
      resource: BOOKING,
      authorization_servers: [ISSUER],
      scopes_supported: BOOKING_ANSWER.scopes.map(({ name }) => name),
    })
  return new Response('', { status: 404 })
}

/** What a person does with an address that a client sends them to. */
async function answer(browser: Browser, url: string): Promise<URL> {
  const page = await signInAsAiko(browser, await browser.go(url))
  return page.html.includes('value="allow"') ? (await browser.submit(page, 'Allow')).url : page.url
}

describe('oauth4webapi, an independent client that checks what it gets', () => {
  const options = {
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: (url: string, init: object) => network(url, init),
  }
  const client: oauth.Client = { client_id: 'web' }

  async function discover() {
    const issuerUrl = new URL(ISSUER)
    const response = await oauth.discoveryRequest(issuerUrl, { algorithm: 'oauth2', ...options })
    return oauth.processDiscoveryResponse(issuerUrl, response)
  }

  async function authorize(as: oauth.AuthorizationServer, browser: Browser, scope: string) {
    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const url = new URL(as.authorization_endpoint ?? '')
    url.search = new URLSearchParams({
      client_id: 'web',
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope,
      resource: BOOKING,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).toString()
    const callback = await answer(browser, url.href)
    const parameters = oauth.validateAuthResponse(as, client, callback, state)
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      oauth.None(),
      parameters,
      REDIRECT,
      verifier,
      { ...options, additionalParameters: { resource: BOOKING } },
    )
    return oauth.processAuthorizationCodeResponse(as, client, response)
  }

  it('finishes the flow, steps up, refreshes, introspects and revokes', async () => {
    const as = await discover()
    const browser = createBrowser(issuer)
    const first = await authorize(as, browser, 'booking:read')
    expect(first.scope).toBe('booking:read')
    const tokens = await authorize(as, browser, 'booking:read booking:write')
    expect(tokens.scope).toBe('booking:read booking:write')

    const refreshed = await oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(
        as,
        client,
        oauth.None(),
        tokens.refresh_token ?? '',
        options,
      ),
    )
    const claims = await oauth.validateJwtAccessToken(
      as,
      new Request(BOOKING, { headers: { authorization: `Bearer ${refreshed.access_token}` } }),
      BOOKING,
      options,
    )
    expect(claims).toMatchObject({ client_id: 'web', scope: 'booking:read booking:write' })

    const booking: oauth.Client = { client_id: 'booking' }
    const introspect = async () =>
      oauth.processIntrospectionResponse(
        as,
        booking,
        await oauth.introspectionRequest(
          as,
          booking,
          oauth.ClientSecretBasic('the-secret-of-booking'),
          refreshed.access_token,
          options,
        ),
      )
    expect(await introspect()).toMatchObject({ active: true })
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(
        as,
        client,
        oauth.None(),
        refreshed.refresh_token ?? '',
        options,
      ),
    )
    expect(await introspect()).toEqual({ active: false })
  })

  it('gets a token for a machine', async () => {
    const as = await discover()
    const booking: oauth.Client = { client_id: 'booking' }
    const response = await oauth.clientCredentialsGrantRequest(
      as,
      booking,
      oauth.ClientSecretBasic('the-secret-of-booking'),
      { resource: 'http://localhost:4200/mcp' },
      options,
    )
    const tokens = await oauth.processClientCredentialsResponse(as, booking, response)
    expect(tokens.scope).toBe('servers:write')
  })

  it('registers itself', async () => {
    const as = await discover()
    const response = await oauth.dynamicClientRegistrationRequest(
      as,
      { redirect_uris: [REDIRECT], client_name: 'Strict', token_endpoint_auth_method: 'none' },
      options,
    )
    const registered = await oauth.processDynamicClientRegistrationResponse(response)
    expect(registered['client_name']).toBe('Strict')
  })
})

describe.each([
  ['1', authV1],
  ['2', authV2],
] as const)('the official SDK, version %s', (_version, auth) => {
  /** What an application keeps for one server. */
  function createProvider() {
    const kept: Record<string, unknown> = {}
    const sentTo: URL[] = []
    const provider = {
      redirectUrl: 'http://127.0.0.1:33418/callback',
      clientMetadata: {
        client_name: 'SDK',
        redirect_uris: ['http://127.0.0.1:33418/callback'],
        token_endpoint_auth_method: 'none',
      },
      state: () => 'sdk-state',
      clientInformation: () => kept['client'],
      saveClientInformation: (client: unknown) => void (kept['client'] = client),
      tokens: () => kept['tokens'],
      saveTokens: (tokens: unknown) => void (kept['tokens'] = tokens),
      codeVerifier: () => kept['verifier'],
      saveCodeVerifier: (verifier: string) => void (kept['verifier'] = verifier),
      discoveryState: () => kept['discovery'],
      saveDiscoveryState: (state: unknown) => void (kept['discovery'] = state),
      redirectToAuthorization: (url: URL) => void sentTo.push(url),
    }
    // The kept values are the SDK's own, handed back as they came.
    return { provider: provider as unknown as OAuthClientProvider, kept, sentTo }
  }

  const run = auth as typeof authV2

  it('discovers, registers, gets consent, redeems, refreshes and steps up', async () => {
    const { provider, kept, sentTo } = createProvider()
    const browser = createBrowser(issuer)
    const options = { serverUrl: BOOKING, fetchFn: network }

    expect(await run(provider, { ...options, scope: 'booking:read' })).toBe('REDIRECT')
    const asked = sentTo.at(-1) ?? new URL('http://none')
    expect(asked.searchParams.get('resource')).toBe(BOOKING)
    const callback = await answer(browser, asked.href)
    const code = {
      authorizationCode: callback.searchParams.get('code') ?? '',
      iss: callback.searchParams.get('iss') ?? '',
    }
    expect(await run(provider, { ...options, ...code })).toBe('AUTHORIZED')
    const first = kept['tokens']
    expect(first).toMatchObject({ token_type: 'Bearer', scope: 'booking:read' })

    expect(await run(provider, options)).toBe('AUTHORIZED')
    expect(kept['tokens']).not.toEqual(first)

    kept['tokens'] = undefined
    const more = { ...options, scope: 'booking:read booking:write' }
    expect(await run(provider, more)).toBe('REDIRECT')
    const again = await answer(browser, sentTo.at(-1)?.href ?? '')
    await run(provider, {
      ...options,
      authorizationCode: again.searchParams.get('code') ?? '',
      iss: again.searchParams.get('iss') ?? '',
    })
    expect(kept['tokens']).toMatchObject({ scope: 'booking:read booking:write' })
  })
})
