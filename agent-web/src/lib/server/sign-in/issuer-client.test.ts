import { describe, expect, it } from 'vitest'

import {
  createFakeIssuer,
  type FakeIssuer,
  ISSUER,
  refusal,
  RESOURCE,
} from '../fakes/fake-issuer.ts'
import { createIssuerClient } from './issuer-client.ts'

const clientOf = (issuer: FakeIssuer) =>
  createIssuerClient({
    issuer: ISSUER,
    clientId: 'agent-web',
    redirectUri: 'http://localhost:4000/auth/callback',
    resource: RESOURCE,
    scopes: ['connections:read'],
    fetch: issuer.fetch,
    now: () => 1_000_000,
  })
const expected = { state: 's', codeVerifier: 'v'.repeat(43) }
const callback = (parameters: Record<string, string>) =>
  new URLSearchParams({ iss: ISSUER, state: 's', code: 'c', ...parameters })
const unreachable = (code: string) =>
  Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code }) })

describe('authorizationUrl()', () => {
  it('asks with PKCE, state, the resource and the language', async () => {
    const url = await clientOf(createFakeIssuer()).authorizationUrl({ ...expected, locale: 'ja' })
    expect(url.ok && Object.fromEntries(url.value.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'agent-web',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      resource: RESOURCE,
      state: 's',
      ui_locales: 'ja',
    })
  })

  it('asks who it is where another person may be signed in', async () => {
    const client = clientOf(createFakeIssuer())
    const promptOf = async (chooseAccount: boolean) => {
      const url = await client.authorizationUrl({ ...expected, locale: 'en', chooseAccount })
      return url.ok && url.value.searchParams.get('prompt')
    }
    expect(await promptOf(false)).toBeNull()
    expect(await promptOf(true)).toBe('select_account')
  })
})

describe('redeem()', () => {
  it('gives the person and the tokens', async () => {
    const issuer = createFakeIssuer()
    const signedIn = await clientOf(issuer).redeem(callback({}), expected)
    expect(signedIn).toMatchObject({
      ok: true,
      value: {
        subject: 'aiko',
        name: 'Aiko',
        tokens: { refreshToken: 'refresh-1', issuedAt: 1_000_000, expiresAt: 1_600_000 },
      },
    })
    expect(issuer.tokenRequests[0]?.get('resource')).toBe(RESOURCE)
    expect(issuer.tokenRequests[0]?.get('code_verifier')).toBe(expected.codeVerifier)
  })

  it.each([
    ['another issuer', { iss: 'https://evil.example' }],
    ['another state', { state: 'x' }],
    ['an error that is no refusal', { error: 'server_error' }],
  ])('does not spend the code for %s', async (_what, parameters) => {
    const issuer = createFakeIssuer()
    const result = await clientOf(issuer).redeem(callback(parameters), expected)
    expect(result).toMatchObject({ ok: false, failure: { reason: 'invalid' } })
    expect(issuer.tokenRequests).toEqual([])
  })

  it('tells a refusal of the person from a failure', async () => {
    const result = await clientOf(createFakeIssuer()).redeem(
      callback({ error: 'access_denied' }),
      expected,
    )
    expect(result).toMatchObject({ ok: false, failure: { reason: 'denied' } })
  })

  it.each([
    ['another resource', { aud: 'http://localhost:4301/mcp' }],
    ['another issuer', { iss: 'https://evil.example' }],
  ])('refuses a token for %s', async (_what, claims) => {
    const result = await clientOf(createFakeIssuer(claims)).redeem(callback({}), expected)
    expect(result).toMatchObject({ ok: false, failure: { reason: 'refused' } })
  })
})

describe('refresh()', () => {
  it.each([
    ['no connection was made', () => Promise.reject(unreachable('ECONNREFUSED')), 'not_processed'],
    ['the issuer was too busy', () => refusal('temporarily_unavailable', 503), 'not_processed'],
    ['the grant has ended', () => refusal('invalid_grant'), 'refused'],
    ['the answer was lost', () => Promise.reject(unreachable('ECONNRESET')), 'unknown'],
    ['the answer is no JSON', () => new Response('<h1>Oops</h1>', { status: 502 }), 'unknown'],
  ])('when %s', async (_what, next, reason) => {
    const issuer = createFakeIssuer()
    issuer.next = next
    expect(await clientOf(issuer).refresh('r')).toMatchObject({ ok: false, failure: { reason } })
  })
})
