import { createLocalJWKSet, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import { beforeEach, describe, expect, it } from 'vitest'
import { createDevIssuer, type DevIssuer } from './create-dev-issuer.ts'

const ISSUER = 'http://localhost:8788'
const RESOURCE = 'http://localhost:8787/mcp'
const REDIRECT = 'http://127.0.0.1:5000/callback'
const SCOPES = [
  { name: 'tea:read', description: 'See your teas', descriptions: { ja: 'お茶を見る' } },
  { name: 'tea:write', description: 'Change your teas' },
]

/** What oauth4webapi sends. */
interface Sent {
  method: string
  headers: Record<string, string>
  body?: URLSearchParams | Uint8Array<ArrayBuffer> | string | null | undefined
}

let now: number
let refused: string[]
let issuer: DevIssuer
let as: oauth.AuthorizationServer
let client: oauth.Client

const reach: typeof fetch = async (input, init) => issuer.app.request(String(input), init)
const options = {
  [oauth.allowInsecureRequests]: true,
  [oauth.customFetch]: (url: string, { body, method, headers }: Sent) =>
    reach(url, { method, headers, body: body ?? null }),
}

beforeEach(async () => {
  now = Date.now()
  refused = []
  issuer = await createDevIssuer({
    issuer: ISSUER,
    readResource: async () => ({ url: RESOURCE, title: 'Tea', scopes: SCOPES }),
    refused: (sentence) => refused.push(sentence),
    now: () => now,
  })
  const url = new URL(ISSUER)
  const found = await oauth.discoveryRequest(url, { algorithm: 'oauth2', ...options })
  as = await oauth.processDiscoveryResponse(url, found)
  client = await register({ client_name: 'Test', redirect_uris: [REDIRECT] })
})

async function register(metadata: Partial<oauth.Client>): Promise<oauth.Client> {
  const response = await oauth.dynamicClientRegistrationRequest(as, metadata, options)
  return oauth.processDynamicClientRegistrationResponse(response)
}

/** The address that a client sends its person to. */
function toAuthorize(challenge: string, changes: Record<string, string | undefined> = {}): URL {
  const url = new URL(as.authorization_endpoint ?? '')
  const fields = {
    client_id: client.client_id,
    redirect_uri: REDIRECT,
    response_type: 'code',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    scope: 'tea:read tea:write',
    resource: RESOURCE,
    state: 'state-1',
    ...changes,
  }
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url
}

/** Does what a person's click on the page does. */
async function choose(url: URL, fields: string[][], headers = {}): Promise<Response> {
  return reach(url.href, { method: 'POST', body: new URLSearchParams(fields), headers })
}

async function signIn(
  fields = [
    ['person', 'aiko'],
    ['scope', 'tea:read'],
  ],
) {
  const verifier = oauth.generateRandomCodeVerifier()
  const url = toAuthorize(await oauth.calculatePKCECodeChallenge(verifier))
  const answer = await choose(url, fields)
  const location = new URL(answer.headers.get('location') ?? '')
  return { verifier, location, params: oauth.validateAuthResponse(as, client, location, 'state-1') }
}

async function redeem(params: URLSearchParams, verifier: string, resource = RESOURCE) {
  const response = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    oauth.None(),
    params,
    REDIRECT,
    verifier,
    { ...options, additionalParameters: { resource } },
  )
  return oauth.processAuthorizationCodeResponse(as, client, response)
}

async function refresh(token: string) {
  const none = oauth.None()
  const response = await oauth.refreshTokenGrantRequest(as, client, none, token, options)
  return oauth.processRefreshTokenResponse(as, client, response)
}

const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof oauth.ResponseBodyError ? error.error : error),
  )

describe('the local issuer', () => {
  it('signs a person in, for this server and the scopes that they left', async () => {
    const { params, verifier } = await signIn()
    const tokens = await redeem(params, verifier)
    const keys = await (await reach(as.jwks_uri ?? '')).json()
    const { payload, protectedHeader } = await jwtVerify(
      tokens.access_token,
      createLocalJWKSet(keys),
      { issuer: ISSUER, audience: RESOURCE, typ: 'at+jwt', algorithms: ['ES256'] },
    )
    expect(protectedHeader.kid).toBe(keys.keys[0].kid)
    expect(payload).toMatchObject({
      sub: 'aiko',
      name: 'Aiko',
      scope: 'tea:read',
      client_id: client.client_id,
    })
    expect(JSON.stringify(keys)).not.toContain('"d":')
  })

  it('shows who asks for which scopes, with the reasons in the language of the browser', async () => {
    const page = await reach(toAuthorize('a'.repeat(43)).href, {
      headers: { 'accept-language': 'ja,en;q=0.5' },
    })
    const text = await page.text()
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    for (const words of ['お茶を見る', 'Change your teas', 'Allow as Aiko', 'Allow as Ben', 'Test'])
      expect(text).toContain(words)
  })

  it('escapes what a client calls itself', async () => {
    client = await register({ client_name: '<script>x</script>', redirect_uris: [REDIRECT] })
    const page = await reach(toAuthorize('a'.repeat(43)).href)
    expect(await page.text()).not.toContain('<script>x')
  })

  it('says no for a person who says no, naming itself (RFC 9207)', async () => {
    await expect(signIn([['person', '']])).rejects.toMatchObject({ error: 'access_denied' })
    const answer = await choose(toAuthorize('a'.repeat(43)), [['person', '']])
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('iss')).toBe(ISSUER)
  })

  it('refuses a verifier that does not fit', async () => {
    const { params } = await signIn()
    const wrong = oauth.generateRandomCodeVerifier()
    expect(await errorOf(redeem(params, wrong))).toBe('invalid_grant')
    expect(refused.join()).toContain('PKCE')
  })

  it.each([
    ['invalid_request', { code_challenge: undefined }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_target', { resource: 'https://elsewhere.example/mcp' }],
    ['invalid_target', { resource: undefined }],
    ['invalid_scope', { scope: 'tea:drink' }],
    ['unsupported_response_type', { response_type: 'token' }],
  ])('sends %s back to the client for %j, and says why in the terminal', async (code, changes) => {
    const url = toAuthorize('a'.repeat(43), changes)
    for (const answer of [await reach(url.href), await choose(url, [['person', 'aiko']])]) {
      const location = new URL(answer.headers.get('location') ?? '')
      expect(location.origin + location.pathname).toBe(REDIRECT)
      expect(Object.fromEntries(location.searchParams)).toMatchObject({
        error: code,
        iss: ISSUER,
        state: 'state-1',
      })
    }
    expect(refused.join()).toContain(code)
  })

  it.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['a redirect_uri that is not the client’s', { redirect_uri: 'https://evil.example/' }],
  ])('sends nobody anywhere for %s', async (_case, changes) => {
    const answer = await reach(toAuthorize('a'.repeat(43), changes).href)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('location')).toBeNull()
    expect(await answer.text()).toContain('Cannot sign in')
  })

  it('lets a program on this machine take any port', async () => {
    const redirect_uri = 'http://127.0.0.1:61234/callback'
    const answer = await reach(toAuthorize('a'.repeat(43), { redirect_uri }).href)
    expect(answer.status).toBe(200)
  })

  it('takes the form from no other page', async () => {
    const url = toAuthorize('a'.repeat(43))
    const answer = await choose(url, [['person', 'aiko']], { origin: 'https://evil.example' })
    expect(answer.status).toBe(400)
  })

  it('refuses a token for another server than the one that was allowed', async () => {
    const { params, verifier } = await signIn()
    const elsewhere = 'https://elsewhere.example/mcp'
    expect(await errorOf(redeem(params, verifier, elsewhere))).toBe('invalid_target')
  })

  it('refuses a code that is too old', async () => {
    const { params, verifier } = await signIn()
    now += 61_000
    expect(await errorOf(redeem(params, verifier))).toBe('invalid_grant')
  })

  it('renews, each refresh token once; a second use ends all that came of it', async () => {
    const { params, verifier } = await signIn()
    const first = await redeem(params, verifier)
    const second = await refresh(first.refresh_token ?? '')
    expect(second.scope).toBe('tea:read')
    expect(await errorOf(refresh(first.refresh_token ?? ''))).toBe('invalid_grant')
    expect(await errorOf(refresh(second.refresh_token ?? ''))).toBe('invalid_grant')
  })

  it('ends what came of a code that is used twice', async () => {
    const { params, verifier } = await signIn()
    const tokens = await redeem(params, verifier)
    expect(await errorOf(redeem(params, verifier))).toBe('invalid_grant')
    expect(await errorOf(refresh(tokens.refresh_token ?? ''))).toBe('invalid_grant')
  })

  it.each([
    ['http://elsewhere.example/callback'],
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['https://app.example/#fragment'],
  ])('registers no client with the redirect_uri %s', async (uri) => {
    expect(await errorOf(register({ redirect_uris: [uri] }))).toBe('invalid_redirect_uri')
  })

  it('may be read and asked by programs in a browser', async () => {
    for (const path of ['/token', '/register']) {
      const answer = await reach(`${ISSUER}${path}`, { method: 'OPTIONS' })
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    }
  })
})
