import { createTestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SESSION_LIFETIME_MS } from '../src/people/session.ts'
import {
  authorizeUrl,
  createBrowser,
  createPkce,
  createTestIssuer,
  ISSUER,
  obtainCode,
  redeem,
  REDIRECT,
  type Browser,
  type TestIssuer,
} from './issuer-harness.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())

/** A browser whose person is signed in and has allowed the client to read. */
async function returningBrowser(): Promise<Browser> {
  const browser = createBrowser(issuer)
  await obtainCode(browser)
  return browser
}

const ask = (browser: Browser, parameters: Record<string, string | undefined> = {}) =>
  browser.send(authorizeUrl(parameters))

describe('a request of somebody who is signed in and has allowed it before', () => {
  it('is answered at once, with state and iss, and nothing of it is kept', async () => {
    const browser = await returningBrowser()
    const { verifier, challenge } = createPkce()
    const response = await ask(browser, { code_challenge: challenge })
    const location = new URL(response.headers.get('location') ?? '')

    expect([response.status, response.headers.get('cache-control')]).toEqual([303, 'no-store'])
    expect(`${location.origin}${location.pathname}`).toBe(REDIRECT)
    expect(Object.fromEntries(location.searchParams)).toEqual({
      code: expect.stringMatching(/^[\w-]{36}$/),
      state: 'the-state',
      iss: ISSUER,
    })
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await issuer.database.authRequest.count()).toBe(0)

    const code = { code: location.searchParams.get('code') ?? '', verifier }
    expect((await redeem(issuer, code)).json).toMatchObject({ scope: 'booking:read' })
  })

  it('is answered without a page when it asks for none', async () => {
    const response = await ask(await returningBrowser(), { prompt: 'none' })
    expect(response.headers.get('location')).toContain(`${REDIRECT}?code=`)
  })

  it.each([
    ['asks for more', { scope: 'booking:read booking:write' }],
    ['asks for another server', { resource: 'http://localhost:4200/mcp', scope: 'servers:write' }],
    ['wants the person to be asked', { prompt: 'consent' }],
    ['wants the person to sign in', { prompt: 'login' }],
    ['wants another account', { prompt: 'select_account' }],
  ])('needs a page all the same when it %s', async (_case, parameters) => {
    const response = await ask(await returningBrowser(), parameters)
    expect(response.headers.get('location')).toMatch(/^\/consent\/authorize\?request=/)
  })

  it('needs a page when the session is over, or the cookie is not one of ours', async () => {
    const other = createBrowser(issuer)
    await ask(other)
    other.cookies.set('toolgraph-auth-session', 'a'.repeat(43))
    expect((await ask(other)).headers.get('location')).toContain('/consent/authorize')

    const own = await createTestIssuer(await createTestDatabase('auth'))
    const browser = createBrowser(own)
    await obtainCode(browser)
    own.clock.now += SESSION_LIFETIME_MS
    expect((await ask(browser)).headers.get('location')).toContain('/consent/authorize')
    await own.close()
  })

  it('gives the code in the name of who is signed in, not of who allowed it', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    await obtainCode(createBrowser(own))
    const browser = createBrowser(own)
    const page = await browser.go(authorizeUrl({}))
    const asked = await browser.submit(page, 'Continue as Ben Carter')
    expect(asked.html).toContain('value="allow"')
    expect(asked.html).toContain('Ben Carter')
    expect((await ask(browser)).headers.get('location')).toContain('/consent/authorize')
    await own.close()
  })
})
