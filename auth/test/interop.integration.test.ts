import { createTestDatabase } from '@toolgraph/testing'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  BOOKING,
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

/** What a person does with an address that a client sends them to. */
async function answer(browser: Browser, url: string): Promise<URL> {
  const page = await signInAsAiko(browser, await browser.go(url))
  return page.html.includes('value="allow"') ? (await browser.submit(page, 'Allow')).url : page.url
}

describe('oauth4webapi, an independent client that checks what it gets', () => {
  const options = {
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: async (url: string, init: object) => issuer.app.request(url, init),
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

  async function refresh(as: oauth.AuthorizationServer, token = '') {
    const response = await oauth.refreshTokenGrantRequest(as, client, oauth.None(), token, options)
    return oauth.processRefreshTokenResponse(as, client, response)
  }

  it('finishes the flow, steps up, refreshes, introspects and revokes', async () => {
    const as = await discover()
    const browser = createBrowser(issuer)
    const first = await authorize(as, browser, 'booking:read')
    expect(first.scope).toBe('booking:read')
    const tokens = await authorize(as, browser, 'booking:read booking:write')
    expect(tokens.scope).toBe('booking:read booking:write')

    const refreshed = await refresh(as, tokens.refresh_token)
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

    const refused = refresh(as, refreshed.refresh_token)
    await expect(refused).rejects.toMatchObject({ error: 'invalid_grant' })
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
