import { createTestDatabase } from '@toolgraph/testing'
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

    const { status, json } = await redeem(issuer, code, { resource: BOOKING })
    expect(status).toBe(200)
    expect(json).toMatchObject({ token_type: 'Bearer', scope: 'booking:read' })
  })

  it('goes on with the refresh token', async () => {
    const first = await redeem(issuer, await obtainCode(createBrowser(issuer)))
    const second = await refresh(issuer, first.json['refresh_token'])
    expect(second.status).toBe(200)
    expect(second.json['refresh_token']).not.toBe(first.json['refresh_token'])
    expect(second.json['scope']).toBe('booking:read')
  })
})
