import { createTestDatabase } from '@toolgraph/testing'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  BOOKING,
  createBrowser,
  createTestIssuer,
  ISSUER,
  obtainCode,
  redeem,
  refresh,
  type TestIssuer,
} from './issuer-harness.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())

describe('the authorization code flow', () => {
  it('leads from a request over sign-in and consent to tokens for one server', async () => {
    const code = await obtainCode(createBrowser(issuer))
    expect(code.location.searchParams.get('state')).toBe('the-state')
    expect(code.location.searchParams.get('iss')).toBe(ISSUER)

    const { response, json } = await redeem(issuer, code, { resource: BOOKING })
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: 'booking:read' })

    const jwks = await (await issuer.app.request('/.well-known/jwks.json')).json()
    const token = String(json['access_token'])
    const { payload } = await jwtVerify(token, createLocalJWKSet(jwks), {
      issuer: ISSUER,
      audience: BOOKING,
      typ: 'at+jwt',
      algorithms: ['ES256'],
    })
    expect(payload).toMatchObject({ client_id: 'web', scope: 'booking:read', name: 'Aiko Tanaka' })
    expect(payload.exp).toBe((payload.iat ?? 0) + 600)
    expect(decodeProtectedHeader(token).kid).toBeTypeOf('string')
  })

  it('goes on with the refresh token', async () => {
    const first = await redeem(issuer, await obtainCode(createBrowser(issuer)))
    const second = await refresh(issuer, first.json['refresh_token'])
    expect(second.status).toBe(200)
    expect(second.json['refresh_token']).not.toBe(first.json['refresh_token'])
    expect(second.json['scope']).toBe('booking:read')
  })
})
