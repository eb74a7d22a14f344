import { createTestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  authorizeUrl,
  BOOKING,
  createBrowser,
  createTestIssuer,
  ISSUER,
  REDIRECT,
  type TestIssuer,
} from './issuer-harness.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())

const authorize = (parameters: Record<string, string | undefined>, init?: RequestInit) =>
  issuer.app.request(authorizeUrl(parameters), init)

describe('GET /authorize, before client and redirect are known to be sound', () => {
  it('speaks the language of the browser', async () => {
    const headers = { 'accept-language': 'ja,en;q=0.8' }
    expect(await (await authorize({ client_id: 'x' }, { headers })).text()).toContain('lang="ja"')
  })
})

describe('GET /authorize, once client and redirect are sound', () => {
  it.each([
    ['no response type', { response_type: undefined }, 'invalid_request'],
    ['a request object', { request: 'eyJ' }, 'request_not_supported'],
    ['a request by reference', { request_uri: 'https://a.example' }, 'request_uri_not_supported'],
    ['a scope of another server', { scope: 'servers:write' }, 'invalid_scope'],
    ['a scope without a resource', { resource: undefined }, 'invalid_scope'],
    ['a malformed scope', { scope: 'booking:read "x"' }, 'invalid_scope'],
    ['an unknown prompt', { prompt: 'create' }, 'invalid_request'],
    ['a prompt that contradicts itself', { prompt: 'none login' }, 'invalid_request'],
    ['nobody signed in and prompt=none', { prompt: 'none' }, 'login_required'],
  ])('tells the client of %s, with state and iss', async (_name, parameters, error) => {
    const { url } = await createBrowser(issuer).go(authorizeUrl(parameters))
    expect(`${url.origin}${url.pathname}`).toBe(REDIRECT)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      error,
      state: 'the-state',
      iss: ISSUER,
    })
    expect(url.hash).toBe('')
  })

  it('refuses a state with a zero byte, which no column takes', async () => {
    const location = (await authorize({ state: 'a\0b' })).headers.get('location') ?? ''
    expect(new URL(location).searchParams.get('error')).toBe('invalid_request')
    expect((await authorize({ ui_locales: '\0' })).status).toBe(303)
  })

  it('keeps the query of the registered redirect', async () => {
    const redirectUri = 'https://query.example/cb?a=%2F&b'
    const other = await createTestIssuer(await createTestDatabase('auth'), {
      clients: [{ id: 'query', name: 'Query', redirectUris: [redirectUri] }],
    })
    const url = authorizeUrl({
      client_id: 'query',
      redirect_uri: redirectUri,
      response_type: 'token',
    })
    const location = (await other.app.request(url)).headers.get('location')
    expect(location?.startsWith(`${redirectUri}&error=unsupported_response_type`)).toBe(true)
    await other.close()
  })

  it('sets cookies that carry the service in their name and that no script reads', async () => {
    const cookies = (await authorize({})).headers.getSetCookie()
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toMatch(/^toolgraph-auth-browser=[\w-]{43}; .*HttpOnly; SameSite=Lax$/)
  })

  it('allows any port on loopback, for the same host, path and query (RFC 8252 §7.3)', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'), {
      clients: [{ id: 'cli', name: 'CLI', redirectUris: ['http://127.0.0.1/callback'] }],
    })
    const ask = async (redirectUri: string) =>
      (await own.app.request(authorizeUrl({ client_id: 'cli', redirect_uri: redirectUri }))).status
    expect(await ask('http://127.0.0.1:51234/callback')).toBe(303)
    expect(await ask('http://127.0.0.1:51234/callback?x')).toBe(400)
    expect(await ask('http://127.0.0.1:51234/other')).toBe(400)
    expect(await ask('http://localhost:51234/callback')).toBe(400)
    expect(await ask('http://127.0.0.1.evil.example:51234/callback')).toBe(400)
    expect(await ask('https://127.0.0.1:51234/callback')).toBe(400)
    await own.close()
  })
})

describe('a registry that cannot be asked', () => {
  it.each([
    ['does not answer', async () => Promise.reject(new TypeError('fetch failed: secret detail'))],
    ['fails', async () => new Response('secret detail', { status: 500 })],
    ['answers nonsense', async () => Response.json({ resource: 1 })],
    ['redirects', async () => Response.redirect('https://evil.example', 302)],
  ])('fails closed when it %s', async (_name, fetch) => {
    const own = await createTestIssuer(await createTestDatabase('auth'), { fetch })
    const location = (await own.app.request(authorizeUrl({}))).headers.get('location') ?? ''
    expect(new URL(location).searchParams.get('error')).toBe('temporarily_unavailable')
    expect(location).not.toContain('detail')
    await own.close()
  })

  it('makes no token for a server that trusts another issuer', async () => {
    const fetch = async () =>
      Response.json({
        resource: BOOKING,
        name: 'x/y',
        title: 'X',
        issuer: 'https://other.example',
        scopes: [],
      })
    const own = await createTestIssuer(await createTestDatabase('auth'), { fetch })
    const location = (await own.app.request(authorizeUrl({ scope: undefined }))).headers.get(
      'location',
    )
    expect(new URL(location ?? '').searchParams.get('error')).toBe('invalid_target')
    await own.close()
  })
})

describe('the metadata', () => {
  it('says the same under both names (RFC 8414 §5)', async () => {
    const read = async (name: string) => (await issuer.app.request(`/.well-known/${name}`)).json()
    const metadata = await read('oauth-authorization-server')
    expect(await read('openid-configuration')).toMatchObject(metadata)
  })

  it('is open to applications in browsers, and no page is', async () => {
    const headers = { origin: 'https://anywhere.example' }
    const allowed = async (path: string) =>
      (await issuer.app.request(path, { headers })).headers.get('access-control-allow-origin')
    expect(await allowed('/.well-known/oauth-authorization-server')).toBe('*')
    expect(await allowed('/.well-known/jwks.json')).toBe('*')
    expect(await allowed(authorizeUrl({}))).toBeNull()
    expect(await allowed('/')).toBeNull()
  })
})
