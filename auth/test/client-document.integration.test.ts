import { createHash } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSafeFetch, type HopFetch } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import { movingPng, PICTURES, pngOfSize } from '@toolgraph/safe-fetch/testing'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MAX_LOGO_BYTES, MAX_LOGO_MS } from '../src/clients/client-logo.ts'
import {
  authorizeUrl,
  createBrowser,
  createTestIssuer,
  obtainCode,
  redeem,
  refresh,
  signInAsAiko,
  type TestIssuer,
} from './issuer-harness.ts'

const SECOND_MS = 1_000
const DAY_MS = 24 * 60 * 60 * SECOND_MS

/** A real host on loopback, which counts the connections it gets. */
async function listen(listener: RequestListener) {
  let connections = 0
  const server = createServer(listener).on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://localhost:${port}`,
    port,
    connections: () => connections,
    close: () => server.close().closeAllConnections(),
  }
}

/** An application with its document and its logo, on a host that the issuer trusts. */
class Application {
  origin = ''
  id = ''
  redirectUri = ''
  /** What each path answers. */
  readonly answers = new Map<string, RequestListener>()
  readonly asked: string[] = []
  stop = () => {}

  async start(): Promise<void> {
    const { origin, close } = await listen((request, response) => {
      this.asked.push(request.url ?? '')
      const answer = this.answers.get(request.url ?? '')
      if (answer) answer(request, response)
      else response.writeHead(404).end()
    })
    this.stop = close
    this.origin = origin
    this.id = `${origin}/client.json`
    this.redirectUri = `${origin}/callback`
  }

  forget(): void {
    this.answers.clear()
    this.asked.length = 0
    this.describe({})
  }

  get parameters() {
    return { client_id: this.id, redirect_uri: this.redirectUri }
  }

  describe(fields: Record<string, unknown>, headers: Record<string, string> = {}): void {
    const document = {
      client_id: this.id,
      client_name: 'Agent',
      redirect_uris: [this.redirectUri],
      token_endpoint_auth_method: 'none',
      ...fields,
    }
    this.answers.set('/client.json', (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(document)),
    )
  }

  show(bytes: Uint8Array | string, contentType: string): void {
    this.answers.set('/logo', (_request, response) =>
      response.writeHead(200, { 'content-type': contentType }).end(bytes),
    )
    this.describe({ logo_uri: `${this.origin}/logo` })
  }

  timesRead(): number {
    return this.asked.filter((path) => path === '/client.json').length
  }
}

const application = new Application()
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase('auth')
  await application.start()
})
afterAll(async () => {
  application.stop()
  await database.close()
})
beforeEach(async () => {
  application.forget()
  const { authClient, authClientLogo, authGrant, authThrottle } = database.database
  await Promise.all([
    authClient.deleteMany(),
    authClientLogo.deleteMany(),
    authGrant.deleteMany(),
    authThrottle.deleteMany(),
  ])
})

async function openIssuer(fetch: HopFetch = createNodeFetch()): Promise<TestIssuer> {
  const trustedOrigins = [application.origin]
  return createTestIssuer(database, {
    trustedOrigins,
    safeFetch: createSafeFetch({ trustedOrigins, fetch, maxBytes: 64 * 1024, timeoutMs: 5_000 }),
  })
}

const authorize = ({ app }: TestIssuer) => app.request(authorizeUrl(application.parameters))

describe('a Client ID Metadata Document in the cache', () => {
  it.each<[rule: string, headers: Record<string, string>, seconds: number]>([
    ['max-age', { 'cache-control': 'max-age=600' }, 600],
    ['s-maxage', { 'cache-control': 'max-age=600, s-maxage=900' }, 900],
    ['Age', { 'cache-control': 'max-age=600', age: '200' }, 400],
    ['no-store', { 'cache-control': 'no-store' }, 60],
    ['no-cache', { 'cache-control': 'no-cache' }, 60],
    ['private', { 'cache-control': 'private, max-age=600' }, 60],
    [
      'Expires',
      { expires: 'Thu, 01 Jan 2026 00:20:00 GMT', date: 'Thu, 01 Jan 2026 00:00:00 GMT' },
      1200,
    ],
    ['nothing said', {}, 3600],
    ['years', { 'cache-control': 'max-age=999999999' }, 24 * 3600],
  ])(
    'is fresh as long as "%s" says, within bounds (RFC 9111 §4.2)',
    async (_rule, headers, seconds) => {
      const issuer = await openIssuer()
      application.describe({}, headers)
      await authorize(issuer)
      issuer.clock.now += (seconds - 1) * SECOND_MS
      await authorize(issuer)
      expect(application.timesRead()).toBe(1)
      issuer.clock.now += SECOND_MS
      await authorize(issuer)
      expect(application.timesRead()).toBe(2)
    },
  )

  it.each<[name: string, answer: RequestListener]>([
    [
      'an error',
      (_request, response) => response.writeHead(503, { 'cache-control': 'max-age=600' }).end(),
    ],
    ['a missing one', (_request, response) => response.writeHead(404).end()],
    [
      'one that is not sound',
      (_request, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'max-age=600' })
          .end('{"client_id":"https://somebody.example/client.json"}'),
    ],
    [
      'a part of one',
      (_request, response) =>
        response.writeHead(206, { 'content-type': 'application/json' }).end('{}'),
    ],
  ])('is never %s: the next request asks again', async (_name, answer) => {
    const issuer = await openIssuer()
    application.answers.set('/client.json', answer)
    expect((await authorize(issuer)).status).toBe(400)
    expect(await issuer.database.authClient.count()).toBe(0)
    application.describe({})
    expect((await authorize(issuer)).status).toBe(303)
  })

  it('is replaced by what it says now, redirects too', async () => {
    const issuer = await openIssuer()
    await authorize(issuer)
    application.describe({ redirect_uris: [`${application.origin}/moved`] })
    expect((await authorize(issuer)).status).toBe(303)
    issuer.clock.now += 3600 * SECOND_MS
    expect((await authorize(issuer)).status).toBe(400)
  })

  it('that cannot be read any more stands for a grant for a week, and no new request', async () => {
    const issuer = await openIssuer()
    const code = await obtainCode(createBrowser(issuer), application.parameters)
    const { json } = await redeem(issuer, code, application.parameters)
    application.answers.clear()
    const ask = (token: unknown) => refresh(issuer, token, { client_id: application.id })

    issuer.clock.now += 3600 * SECOND_MS + 7 * DAY_MS - SECOND_MS
    expect((await authorize(issuer)).status).toBe(400)
    const within = await ask(json['refresh_token'])
    expect(within.status).toBe(200)
    issuer.clock.now += SECOND_MS
    const after = await ask(within.json['refresh_token'])
    expect([after.status, after.json['error']]).toEqual([401, 'invalid_client'])

    application.describe({})
    expect((await ask(within.json['refresh_token'])).status).toBe(200)
  })
})

describe('the rules of a Client ID Metadata Document', () => {
  it.each<[rule: string, fields: Record<string, unknown>]>([
    ['its client_id is its address, exactly', { client_id: 'http://localhost/client.json' }],
    ['no client_secret', { client_secret: 'x' }],
    ['no client_secret_expires_at', { client_secret_expires_at: 0 }],
    ['no client_secret_basic', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['no client_secret_post', { token_endpoint_auth_method: 'client_secret_post' }],
    ['no client_secret_jwt', { token_endpoint_auth_method: 'client_secret_jwt' }],
    ['no private key', { jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' }] } }],
    ['no shared key', { jwks: { keys: [{ kty: 'oct', k: 'k' }] } }],
    ['no redirect by plain http', { redirect_uris: ['http://agent.example/callback'] }],
  ])('%s', async (_rule, fields) => {
    const issuer = await openIssuer()
    application.describe(fields)
    const response = await authorize(issuer)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('ERR_CLIENT_UNREADABLE')
  })

  it.each(['?', '/', '?x=1', '/../callback', '#x'])(
    'a redirect with "%s" after it is not the registered one',
    async (more) => {
      const issuer = await openIssuer()
      const redirectUri = `${application.redirectUri}${more}`
      const url = authorizeUrl({ ...application.parameters, redirect_uri: redirectUri })
      const response = await issuer.app.request(url)
      expect(response.status).toBe(400)
      expect(response.headers.get('location')).toBeNull()
    },
  )

  it('a person is warned where only programs on this computer can get the answer', async () => {
    const issuer = await openIssuer()
    const redirectUri = 'http://127.0.0.1:33418/callback'
    application.describe({ redirect_uris: [redirectUri] })
    const browser = createBrowser(issuer)
    const url = authorizeUrl({ client_id: application.id, redirect_uri: redirectUri })
    const { html } = await signInAsAiko(browser, await browser.go(url))
    expect(html).toContain('The answer goes to a program on this computer.')
  })
})

describe('the logo of an application', () => {
  async function consentOf(issuer: TestIssuer): Promise<string> {
    const browser = createBrowser(issuer)
    const page = await browser.go(authorizeUrl({ ...application.parameters, prompt: 'consent' }))
    const { html } = await signInAsAiko(browser, page)
    expect(html).toContain('Allow Agent to use Booking?')
    return html
  }
  const logoIn = (html: string) => /<img src="(\/client-logo\/[^"]*)"([^>]*)>/.exec(html)

  it.each([
    ['image/png', PICTURES.png],
    ['image/jpeg', PICTURES.jpeg],
    ['image/webp', PICTURES.webp],
  ])('is shown from our own address where its own host gives %s', async (type, bytes) => {
    const issuer = await openIssuer()
    application.show(bytes, type)
    const [, path = '', attributes = ''] = logoIn(await consentOf(issuer)) ?? []
    expect(path).toBe(`/client-logo/${createHash('sha256').update(bytes).digest('hex')}`)
    expect(attributes.trim()).toBe('alt="" width="40" height="40" /')

    const response = await issuer.app.request(path)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'public, max-age=31536000, immutable',
    })
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
    expect(application.asked).toEqual(['/client.json', '/logo'])
  })

  it('is read with the document, not when it is shown', async () => {
    const issuer = await openIssuer()
    application.show(PICTURES.png, 'image/png')
    await consentOf(issuer)
    application.show(PICTURES.webp, 'image/webp')
    const [, path = ''] = logoIn(await consentOf(issuer)) ?? []
    expect((await issuer.app.request(path)).headers.get('content-type')).toBe('image/png')
    expect(application.asked).toEqual(['/client.json', '/logo'])
  })

  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  it.each<[name: string, answer: RequestListener]>([
    ['SVG', (_, response) => response.setHeader('content-type', 'image/svg+xml').end(svg)],
    [
      'SVG that says it is PNG',
      (_, response) => response.setHeader('content-type', 'image/png').end(svg),
    ],
    [
      'PNG that says it is HTML',
      (_, response) => response.setHeader('content-type', 'text/html').end(PICTURES.png),
    ],
    [
      'PNG that says it is WebP',
      (_, response) => response.setHeader('content-type', 'image/webp').end(PICTURES.png),
    ],
    ['of no type', (_, response) => response.end(PICTURES.png)],
    ['GIF', (_, response) => response.setHeader('content-type', 'image/gif').end('GIF89a')],
    [
      'huge',
      (_, response) => {
        response.setHeader('content-type', 'image/png')
        response.end(Buffer.concat([PICTURES.png, Buffer.alloc(MAX_LOGO_BYTES)]))
      },
    ],
    [
      'huge when it is drawn',
      (_, response) =>
        response.setHeader('content-type', 'image/png').end(pngOfSize(30_000, 30_000)),
    ],
    ['moving', (_, response) => response.setHeader('content-type', 'image/png').end(movingPng())],
    [
      'not there',
      (_, response) => response.writeHead(404, { 'content-type': 'image/png' }).end(PICTURES.png),
    ],
    [
      'broken off',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': '5000' })
        response.write(PICTURES.png)
        response.destroy()
      },
    ],
  ])('is not shown when it is %s, and nothing else is hindered', async (_name, answer) => {
    const issuer = await openIssuer()
    application.describe({ logo_uri: `${application.origin}/logo` })
    application.answers.set('/logo', answer)
    expect(logoIn(await consentOf(issuer))).toBeNull()
    expect(application.asked).toEqual(['/client.json', '/logo'])
    expect(await issuer.database.authClientLogo.count()).toBe(0)
  })

  it.each<[name: string, answer: RequestListener]>([
    ['does not begin', () => {}],
    [
      'does not end',
      (_, response) => response.setHeader('content-type', 'image/png').write(PICTURES.png),
    ],
  ])('that %s is waited for one second, and not shown', async (_name, answer) => {
    const issuer = await openIssuer()
    application.describe({ logo_uri: `${application.origin}/logo` })
    application.answers.set('/logo', answer)
    const began = performance.now()
    expect((await authorize(issuer)).status).toBe(303)
    expect(performance.now() - began).toBeLessThan(MAX_LOGO_MS + 5_000)
    expect(logoIn(await consentOf(issuer))).toBeNull()
  })

  it('is not followed to where it redirects', async () => {
    const target = await listen((_, response) =>
      response.setHeader('content-type', 'image/png').end(PICTURES.png),
    )
    const issuer = await openIssuer()
    application.describe({ logo_uri: `${application.origin}/logo` })
    application.answers.set('/logo', (_, response) =>
      response.writeHead(302, { location: `${target.origin}/logo` }).end(),
    )
    expect(logoIn(await consentOf(issuer))).toBeNull()
    expect(target.connections()).toBe(0)
    target.close()
  })

  it('on another host, on a private address or with another scheme is not asked for', async () => {
    const other = await listen((_, response) => response.end())
    const issuer = await openIssuer()
    const addresses = [
      `${other.origin}/logo`,
      `http://127.0.0.1:${new URL(application.origin).port}/logo`,
      'http://169.254.169.254/logo',
      `${application.origin.replace('http:', 'https:')}/logo`,
      `data:image/png;base64,${Buffer.from(PICTURES.png).toString('base64')}`,
      'javascript:alert(1)',
      'file:///etc/passwd',
      '/logo',
      `${application.origin}/${'x'.repeat(3_000)}`,
    ]
    for (const logoUri of [...addresses, 7, null, ['x']]) {
      application.describe({ logo_uri: logoUri }, { 'cache-control': 'no-store' })
      expect(logoIn(await consentOf(issuer))).toBeNull()
      issuer.clock.now += 3600 * SECOND_MS
    }
    expect(other.connections()).toBe(0)
    other.close()
    expect(new Set(application.asked)).toEqual(new Set(['/client.json']))
  })

  it('is not asked for when its host has come to be a private address since', async () => {
    const inside = await listen((_, response) => response.end())
    const id = `https://agent.example:${inside.port}/client.json`
    const redirectUri = 'https://agent.example/callback'
    const logo = `https://agent.example:${inside.port}/logo`
    const nodeFetch = createNodeFetch({
      resolve: (_name, _options, answer) => answer(null, [{ address: '127.0.0.1', family: 4 }]),
    })
    const wayOut: string[] = []
    const issuer = await openIssuer(async (url, init, hop) => {
      wayOut.push(url)
      if (url !== id) return nodeFetch(url, init, hop)
      const document = { client_id: id, client_name: 'Agent', redirect_uris: [redirectUri] }
      return Response.json({ ...document, logo_uri: logo })
    })
    const url = authorizeUrl({ client_id: id, redirect_uri: redirectUri })
    expect((await issuer.app.request(url)).status).toBe(303)
    expect(wayOut).toEqual([id, logo])
    expect(inside.connections()).toBe(0)
    inside.close()
    expect(await issuer.database.authClientLogo.count()).toBe(0)
  })

  it('is not taken from an application that only registered itself: nobody vouches for its host', async () => {
    const issuer = await openIssuer()
    application.show(PICTURES.png, 'image/png')
    const registered = await issuer.app.request('/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: 'Agent',
        redirect_uris: ['https://agent.example/callback'],
        token_endpoint_auth_method: 'none',
        logo_uri: `${application.origin}/logo`,
      }),
    })
    const { client_id: clientId } = await registered.json()
    const browser = createBrowser(issuer)
    const url = authorizeUrl({
      client_id: clientId,
      redirect_uri: 'https://agent.example/callback',
    })
    const { html } = await signInAsAiko(browser, await browser.go(url))
    expect(html).toContain('Allow Agent to use Booking?')
    expect(logoIn(html)).toBeNull()
    expect(application.asked).toEqual([])
  })

  it('goes when its document has been gone for a week', async () => {
    const issuer = await openIssuer()
    application.show(PICTURES.png, 'image/png')
    const [, path = ''] = logoIn(await consentOf(issuer)) ?? []
    issuer.clock.now += 3600 * SECOND_MS + 7 * DAY_MS - SECOND_MS
    expect((await issuer.app.request(path)).status).toBe(200)
    issuer.clock.now += 2 * SECOND_MS
    expect((await issuer.app.request(path)).status).toBe(404)
    await issuer.removeExpired()
    expect(await issuer.database.authClientLogo.count()).toBe(0)
    expect(await issuer.database.authClient.count()).toBe(0)
  })

  it.each(['x', `${'0'.repeat(64)}`, `${'0'.repeat(63)}/`, '..%2f..%2fetc'])(
    'is a page of ours where there is none: /client-logo/%s',
    async (id) => {
      const issuer = await openIssuer()
      expect((await issuer.app.request(`/client-logo/${id}`)).status).toBe(404)
    },
  )

  it('is read from one host only so often', async () => {
    const issuer = await openIssuer()
    application.show(PICTURES.png, 'image/png')
    for (let i = 0; i < 100; i += 1) {
      // A document of its own each time, and a minute later: the limit of documents is not reached.
      const id = `${application.origin}/client-${i}.json`
      application.answers.set(`/client-${i}.json`, (_, response) =>
        response.setHeader('content-type', 'application/json').end(
          JSON.stringify({
            client_id: id,
            client_name: 'Agent',
            redirect_uris: [application.redirectUri],
            logo_uri: `${application.origin}/logo`,
          }),
        ),
      )
      await issuer.app.request(authorizeUrl({ ...application.parameters, client_id: id }))
      issuer.clock.now += 1_100
    }
    expect(application.asked.filter((path) => path === '/logo')).toHaveLength(90)
  })
})
