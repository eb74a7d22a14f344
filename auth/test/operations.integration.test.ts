import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuthDependencies } from '../src/dependencies.ts'
import { LIMITS } from '../src/people/limits.ts'
import {
  authorizeUrl,
  createBrowser,
  createTestIssuer,
  inParallel,
  type TestIssuer,
} from './issuer-harness.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase('auth')
})
afterAll(() => database.close())

const openIssuer = (overrides: Partial<AuthDependencies> = {}) =>
  createTestIssuer(database, overrides)

const register = async ({ app }: TestIssuer) =>
  app.request('/register', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://app.example' },
    body: JSON.stringify({
      redirect_uris: ['https://app.example/callback'],
      token_endpoint_auth_method: 'none',
    }),
  })

describe('Retry-After (RFC 9110 §10.2.3)', () => {
  it('says when a limit ends, and then it has ended', async () => {
    const issuer = await openIssuer({ clientAddress: () => '203.0.113.1' })
    const { tries, windowSeconds } = LIMITS.registerClient
    await inParallel(tries, () => register(issuer))
    issuer.clock.now += 1_000_500
    const response = await register(issuer)
    expect(response.status).toBe(429)
    expect(await response.json()).toMatchObject({ error: 'slow_down' })
    const seconds = Number(response.headers.get('retry-after'))
    expect(seconds).toBe(windowSeconds - 1_000)
    expect(response.headers.get('access-control-expose-headers')).toContain('retry-after')

    issuer.clock.now += (seconds - 1) * 1000
    expect((await register(issuer)).status).toBe(429)
    issuer.clock.now += 1000
    expect((await register(issuer)).status).toBe(201)
  })

  it('is told to people who typed wrong passwords, too', async () => {
    const issuer = await openIssuer({ clientAddress: () => '203.0.113.2' })
    const browser = createBrowser(issuer)
    const form = await browser.go(authorizeUrl({ prompt: 'login' }))
    const wrong = { email: 'somebody@people.example', password: 'not the password' }
    for (let i = 0; i < LIMITS.signIn.tries; i += 1) await browser.submit(form, 'Sign in', wrong)
    const { response } = await browser.submit(form, 'Sign in', wrong)
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe(String(LIMITS.signIn.windowSeconds))
  })
})

describe('the audit log', () => {
  it('forgets after its time, in batches, and nothing before', async () => {
    const issuer = await openIssuer({ auditRetentionDays: 30 })
    const { authAuditEvent: events } = database.database
    await events.deleteMany()
    const at = (days: number) => new Date(issuer.clock.now - days * DAY_MS)
    await events.createMany({
      data: [
        ...Array.from({ length: 2_500 }, () => ({ action: 'code.redeemed', createdAt: at(31) })),
        { action: 'sign_out', createdAt: at(30.01) },
        { action: 'sign_out', createdAt: at(29.99) },
        { action: 'sign_out', createdAt: at(0) },
      ],
    })
    expect(await issuer.removeExpired()).toBeGreaterThanOrEqual(2_501)
    expect(await events.count()).toBe(2)
    expect(await issuer.removeExpired()).toBe(0)
  })

  it('remembers a year where nobody says otherwise', async () => {
    const issuer = await openIssuer()
    const { authAuditEvent: events } = database.database
    await events.deleteMany()
    const at = (days: number) => new Date(issuer.clock.now - days * DAY_MS)
    await events.createMany({
      data: [
        { action: 'sign_out', createdAt: at(364) },
        { action: 'sign_out', createdAt: at(366) },
      ],
    })
    await issuer.removeExpired()
    expect(await events.count()).toBe(1)
  })
})

describe('/healthz', () => {
  it('says that the issuer lives, and whether its database does', async () => {
    const own = await createTestDatabase('auth')
    const issuer = await createTestIssuer(own)
    const ask = async () => (await issuer.app.request('/healthz')).json()
    expect(await ask()).toEqual({ ok: true, name: 'auth', database: true })
    await own.close()
    expect(await ask()).toEqual({ ok: true, name: 'auth', database: false })
    // Verifiers can still read the keys.
    expect((await issuer.app.request('/.well-known/jwks.json')).status).toBe(200)
  })
})

describe('what programs call', () => {
  it.each(['/token', '/revoke', '/register', '/.well-known/nothing', '/healthz'])(
    'answers a wrong method on %s in JSON',
    async (path) => {
      const issuer = await openIssuer()
      const response = await issuer.app.request(path, { method: 'DELETE' })
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ error: 'invalid_request' })
    },
  )

  it.each(['/token', '/revoke', '/register', '/.well-known/oauth-authorization-server'])(
    'answers the preflight of a browser on %s',
    async (path) => {
      const issuer = await openIssuer()
      const response = await issuer.app.request(path, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://app.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type, authorization',
        },
      })
      expect(response.status).toBe(204)
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(response.headers.get('access-control-allow-headers')).toMatch(/authorization/i)
    },
  )

  it.each(['/.well-known/oauth-authorization-server', '/.well-known/jwks.json', '/healthz', '/'])(
    'answers HEAD on %s as GET, without a body',
    async (path) => {
      const issuer = await openIssuer()
      const [head, get] = await Promise.all([
        issuer.app.request(path, { method: 'HEAD' }),
        issuer.app.request(path),
      ])
      expect(head.status).toBe(get.status)
      expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'))
      expect(await head.text()).toBe('')
    },
  )
})
