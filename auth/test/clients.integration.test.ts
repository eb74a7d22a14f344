import { createSafeFetch } from '@toolgraph/safe-fetch'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  authorizeUrl,
  basic,
  createBrowser,
  createTestIssuer,
  obtainCode,
  postForm,
  redeem,
  refresh,
  signInAsAiko,
  type TestIssuer,
} from './issuer-harness.ts'

const LOOPBACK = 'http://127.0.0.1:33418/callback'
const DOCUMENT_ID = 'https://agent.example/client.json'

/** What the hosts of client documents answer. */
const hosts = new Map<string, () => Response | Promise<Response>>()
const calls: string[] = []

let database: TestDatabase
let issuer: TestIssuer
beforeAll(async () => {
  database = await createTestDatabase('auth')
  issuer = await createTestIssuer(database, {
    trustedOrigins: ['http://localhost:4000'],
    safeFetch: createSafeFetch({
      trustedOrigins: ['http://localhost:4000'],
      maxBytes: 10 * 1024,
      fetch: async (url) => {
        calls.push(url)
        return hosts.get(url)?.() ?? new Response('not here', { status: 404 })
      },
    }),
  })
})
afterAll(() => issuer.close())
beforeEach(() => {
  calls.length = 0
})

async function register(metadata: unknown, headers: Record<string, string> = {}) {
  const response = await issuer.app.request('/register', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof metadata === 'string' ? metadata : JSON.stringify(metadata),
  })
  return { status: response.status, response, json: await response.json() }
}

describe('dynamic client registration (RFC 7591)', () => {
  const native = { redirect_uris: [LOOPBACK], token_endpoint_auth_method: 'none' }

  it('leads through the whole flow, for a public client', async () => {
    const { status, json, response } = await register({ ...native, client_name: 'CLI' })
    expect(status).toBe(201)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(json).toMatchObject({
      client_name: 'CLI',
      redirect_uris: [LOOPBACK],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    })
    expect(json).not.toHaveProperty('client_secret')

    const client = { client_id: json.client_id, redirect_uri: LOOPBACK }
    const code = await obtainCode(createBrowser(issuer), client)
    const tokens = await redeem(issuer, code, client)
    expect(tokens.status).toBe(200)
    const next = await refresh(issuer, tokens.json['refresh_token'], { client_id: json.client_id })
    expect(next.status).toBe(200)
  })

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'leads through the whole flow, with %s alone',
    async (method) => {
      const redirectUri = 'https://confidential.example/callback'
      const { json } = await register({
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: method,
      })
      const { client_id: id, client_secret: secret } = json
      expect(json.client_secret_expires_at).toBe(json.client_id_issued_at + 90 * 24 * 3600)
      const client = { client_id: id, redirect_uri: redirectUri }
      const code = await obtainCode(createBrowser(issuer), client)
      const form = {
        grant_type: 'authorization_code',
        code: code.code,
        code_verifier: code.verifier,
        redirect_uri: redirectUri,
      }
      const byHeader = () => postForm(issuer, '/token', form, basic(id, secret))
      const byForm = () =>
        postForm(issuer, '/token', { ...form, client_id: id, client_secret: secret })
      const [right, wrong] =
        method === 'client_secret_basic' ? [byHeader, byForm] : [byForm, byHeader]
      expect((await wrong()).json['error']).toBe('invalid_client')
      expect((await postForm(issuer, '/token', { ...form, client_id: id })).status).toBe(401)
      expect((await right()).status).toBe(200)
    },
  )

  it("is asked for consent each time where its redirect can be anybody's (RFC 8252 §8.6)", async () => {
    const { json } = await register({ ...native, client_name: 'CLI' })
    const client = { client_id: json.client_id, redirect_uri: LOOPBACK }
    const browser = createBrowser(issuer)
    await obtainCode(browser, client)
    const { html } = await browser.go(authorizeUrl(client))
    expect(html).toContain('You have allowed this before.')
    expect(html).toContain('The answer goes to a program on this computer.')
    expect(html).toContain('nobody has confirmed it')
  })

  it('ends after ninety days without use, and not before', async () => {
    const own = await createTestIssuer(database)
    const made = await own.app.request('/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(native),
    })
    const { client_id: id } = await made.json()
    const client = { client_id: id, redirect_uri: LOOPBACK }
    own.clock.now += 80 * 24 * 3600 * 1000
    expect((await redeem(own, await obtainCode(createBrowser(own), client), client)).status).toBe(
      200,
    )
    own.clock.now += 89 * 24 * 3600 * 1000
    expect((await own.app.request(authorizeUrl(client))).status).toBe(303)
    own.clock.now += 2 * 24 * 3600 * 1000
    expect((await own.app.request(authorizeUrl(client))).status).toBe(400)
  })

  it.each([
    ['no redirects', {}, 'invalid_redirect_uri'],
    ['an empty list', { redirect_uris: [] }, 'invalid_redirect_uri'],
    ['too many', { redirect_uris: Array(21).fill(LOOPBACK) }, 'invalid_redirect_uri'],
    ['a script', { redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
    ['data', { redirect_uris: ['data:text/html,x'] }, 'invalid_redirect_uri'],
    ['plain http', { redirect_uris: ['http://evil.example/cb'] }, 'invalid_redirect_uri'],
    ['a fragment', { redirect_uris: ['https://a.example/cb#x'] }, 'invalid_redirect_uri'],
    ['a missing slash', { redirect_uris: ['https:a.example'] }, 'invalid_redirect_uri'],
    ['credentials', { redirect_uris: ['https://u:p@a.example'] }, 'invalid_redirect_uri'],
    ['a number', { redirect_uris: [1] }, 'invalid_redirect_uri'],
    [
      'a key of its own',
      { ...native, token_endpoint_auth_method: 'private_key_jwt' },
      'invalid_client_metadata',
    ],
    ['the implicit grant', { ...native, grant_types: ['implicit'] }, 'invalid_client_metadata'],
    ['tokens from the front', { ...native, response_types: ['token'] }, 'invalid_client_metadata'],
    ['a name that is a list', { ...native, client_name: ['x'] }, 'invalid_client_metadata'],
    ['a list', [], 'invalid_client_metadata'],
    ['null', 'null', 'invalid_client_metadata'],
    ['broken JSON', '{"redirect_uris":', 'invalid_client_metadata'],
    [
      '10 MB',
      JSON.stringify({ ...native, pad: 'x'.repeat(10_000_000) }),
      'invalid_client_metadata',
    ],
  ])('is refused for %s', async (_name, metadata, error) => {
    const { status, json } = await register(metadata)
    expect([status, json.error]).toEqual([400, error])
  })

  it('ignores fields that it does not know (RFC 7591 §2)', async () => {
    const { status, json } = await register({ ...native, kind: 'static', trustedAt: { x: ['y'] } })
    expect(status).toBe(201)
    expect(json).not.toHaveProperty('trustedAt')
  })

  it('shows a name with hidden characters without them', async () => {
    const { json } = await register({ ...native, client_name: 'Goo\u202Egle\u200B\u0007 \n Inc' })
    expect(json.client_name).toBe('Goo gle Inc')
  })

  it('is limited for one address', async () => {
    const own = await createTestIssuer(database, { clientAddress: () => '203.0.113.9' })
    const ask = async () =>
      (
        await own.app.request('/register', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(native),
        })
      ).status
    const statuses = await Promise.all(Array.from({ length: 70 }, ask))
    expect(statuses.filter((status) => status === 201)).toHaveLength(60)
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
  })
})

describe('a Client ID Metadata Document', () => {
  const redirectUri = 'https://agent.example/callback'
  const client = { client_id: DOCUMENT_ID, redirect_uri: redirectUri }
  const document = {
    client_id: DOCUMENT_ID,
    client_name: 'Agent',
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'none',
  }
  const serve = (body: unknown, headers: Record<string, string> = {}, at = DOCUMENT_ID) =>
    hosts.set(at, () => Response.json(body, { headers }))
  const forget = () => issuer.database.authClient.deleteMany({ where: { kind: 'cimd' } })

  beforeEach(forget)

  it('leads through the whole flow, shown by its host', async () => {
    serve(document)
    const browser = createBrowser(issuer)
    const consent = await signInAsAiko(browser, await browser.go(authorizeUrl(client)))
    expect(consent.html).toContain('Confirmed: published by agent.example')
    const code = await obtainCode(browser, client)
    const { json } = await redeem(issuer, code, client)
    const next = await refresh(issuer, json['refresh_token'], { client_id: DOCUMENT_ID })
    expect(next.status).toBe(200)
    expect(calls).toEqual([DOCUMENT_ID])
  })

  it.each([
    ['max-age=600', 601, 599],
    ['no-store', 61, 59],
    ['max-age=999999999', 24 * 3600 + 1, 24 * 3600 - 1],
    ['', 3601, 3599],
  ])('is kept as "%s" allows, within bounds', async (control, stale, fresh) => {
    const own = await createTestIssuer(database, issuer.dependencies)
    const clock = { now: Date.now() }
    own.dependencies.now = () => clock.now
    const timed = await createTestIssuer(database, { ...issuer.dependencies, now: () => clock.now })
    serve(document, control ? { 'cache-control': control } : {})
    const ask = () => timed.app.request(authorizeUrl(client))
    await ask()
    clock.now += fresh * 1000
    await ask()
    expect(calls).toHaveLength(1)
    clock.now += (stale - fresh) * 1000
    await ask()
    expect(calls).toHaveLength(2)
  })

  it('that cannot be read today does not end what was granted', async () => {
    serve(document)
    const code = await obtainCode(createBrowser(issuer), client)
    const { json } = await redeem(issuer, code, client)
    hosts.delete(DOCUMENT_ID)
    issuer.clock.now += 2 * 3600 * 1000
    expect((await issuer.app.request(authorizeUrl(client))).status).toBe(400)
    const next = await refresh(issuer, json['refresh_token'], { client_id: DOCUMENT_ID })
    expect(next.status).toBe(200)
  })

  it.each([
    ['that is not there', () => new Response('', { status: 404 })],
    ['that is somewhere else', () => Response.redirect('https://agent.example/other.json', 302)],
    ['that is a page', () => new Response('<p>', { headers: { 'content-type': 'text/html' } })],
    [
      'that is broken',
      () => new Response('{', { headers: { 'content-type': 'application/json' } }),
    ],
    ['of another client', () => Response.json({ ...document, client_id: `${DOCUMENT_ID}?` })],
    ['without a name', () => Response.json({ ...document, client_name: undefined })],
    ['with a secret', () => Response.json({ ...document, client_secret: 'x' })],
    [
      'of a confidential client',
      () => Response.json({ ...document, token_endpoint_auth_method: 'client_secret_basic' }),
    ],
    ['without redirects', () => Response.json({ ...document, redirect_uris: [] })],
    ['with a script', () => Response.json({ ...document, redirect_uris: ['javascript:x'] })],
    ['that is too large', () => Response.json({ ...document, pad: 'x'.repeat(20_000) })],
    ['whose host fails', () => Promise.reject(new Error('secret detail'))],
  ])('is refused %s, on a page of ours', async (_name, answer) => {
    hosts.set(DOCUMENT_ID, answer)
    const response = await issuer.app.request(authorizeUrl(client))
    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
    expect(await response.text()).toContain('ERR_CLIENT_UNREADABLE')
  })

  it.each([
    'http://agent.example/client.json',
    'https://agent.example',
    'https://agent.example/',
    'https://agent.example/client.json#x',
    'https://user:pass@agent.example/client.json',
    'https://agent.example/a/../client.json',
    'https://AGENT.example/client.json',
    'https://127.0.0.1/client.json',
    'https://[::1]/client.json',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/client.json',
    'https://metadata.google.internal/x',
    'http://localhost:4001/client.json',
    `https://agent.example/${'x'.repeat(600)}`,
  ])('is not read from %s', async (id) => {
    const response = await issuer.app.request(authorizeUrl({ ...client, client_id: id }))
    expect(response.status).toBe(400)
    expect(calls).toEqual([])
  })

  it('may be plain http only at an origin that the operator trusts', async () => {
    const id = 'http://localhost:4000/oauth/client.json'
    const local = { client_id: id, redirect_uri: 'http://localhost:4000/link/callback' }
    serve({ ...document, client_id: id, redirect_uris: [local.redirect_uri] }, {}, id)
    const browser = createBrowser(issuer)
    await obtainCode(browser, local)
    // The operator vouches for this origin, so what was allowed is not asked again.
    const again = await browser.go(authorizeUrl(local))
    expect(again.url.searchParams.get('code')).toBeTruthy()
  })

  it('is read from one host only so often', async () => {
    hosts.delete('https://victim.example/client.json')
    issuer.clock.now += 3600 * 1000
    await Promise.all(
      Array.from({ length: 80 }, (_, index) =>
        issuer.app.request(authorizeUrl({ client_id: `https://victim.example/c${index}` })),
      ),
    )
    expect(calls).toHaveLength(60)
  })
})
