import { createTestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  authorizeUrl,
  createBrowser,
  createTestIssuer,
  type Browser,
  type TestIssuer,
} from './issuer-harness.ts'
import { createAccount, newEmail, PASSWORD, readCode } from './people-harness.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())

const signIn = async (browser: Browser, email: string, password: string) =>
  browser.submit(await browser.go(authorizeUrl({})), 'Sign in', { email, password })

describe('signing in', () => {
  it('works with the password of the account, however the address is typed', async () => {
    const email = 'mio@people.example'
    await createAccount(createBrowser(issuer), { email })
    const page = await signIn(createBrowser(issuer), ' Mio@People.EXAMPLE ', PASSWORD)
    expect(page.html).toContain('Allow Test web')
  })

  it.each([
    ['a wrong password', 'aiko@demo.example', 'wrong password'],
    ['an unknown address', 'nobody@people.example', 'wrong password'],
    ['no address at all', 'nobody', 'wrong password'],
    ['an empty password', 'aiko@demo.example', ''],
    ['a very long password', 'aiko@demo.example', 'x'.repeat(10_000)],
  ])('says the same of %s', async (_name, email, password) => {
    const { response, html } = await signIn(createBrowser(issuer), email, password)
    expect(response.status).toBe(400)
    expect(html).toContain('The email and password do not match an account.')
    expect(html).not.toContain('wrong password')
  })

  it('is throttled, and 40 guesses at once stay within the limit', async () => {
    const email = newEmail()
    const guesses = await Promise.all(
      Array.from({ length: 40 }, () => signIn(createBrowser(issuer), email, 'a guess')),
    )
    const looked = guesses.filter(({ response }) => response.status === 400)
    const turnedAway = guesses.filter(({ response }) => response.status === 429)
    expect([looked.length, turnedAway.length]).toEqual([8, 32])
    expect(turnedAway[0]?.response.headers.get('retry-after')).toBe('900')
    issuer.clock.now += 16 * 60 * 1000
    expect((await signIn(createBrowser(issuer), email, 'a guess')).response.status).toBe(400)
  })

  it('is not hindered by a few slips before', async () => {
    const email = newEmail()
    await createAccount(createBrowser(issuer), { email })
    for (let round = 0; round < 4; round += 1) {
      for (let slip = 0; slip < 5; slip += 1) await signIn(createBrowser(issuer), email, 'a slip')
      const { html } = await signIn(createBrowser(issuer), email, 'correct horse battery')
      expect(html).toContain('value="allow"')
    }
  })

  it('gives the browser a new session each time and keeps only its hash', async () => {
    const browser = createBrowser(issuer)
    await signIn(browser, 'aiko@demo.example', 'toolgraph-demo')
    const first = browser.cookies.get('toolgraph-auth-session') ?? ''
    const page = await browser.submit(await browser.go(authorizeUrl({})), 'Use another account')
    await browser.submit(page, 'Continue as Ben Carter')
    expect(browser.cookies.get('toolgraph-auth-session')).not.toBe(first)

    browser.cookies.set('toolgraph-auth-session', first)
    expect((await browser.go('/')).html).toContain('You are not signed in')
    const sessions = await issuer.database.authSession.findMany()
    expect(sessions.map(({ id }) => id)).not.toContain(first)
  })

  it('ends after twelve hours', async () => {
    const browser = createBrowser(issuer)
    await signIn(browser, 'aiko@demo.example', 'toolgraph-demo')
    issuer.clock.now += 12 * 3600 * 1000 + 1
    expect((await browser.go('/')).html).toContain('You are not signed in')
  })

  it('ends where the person signs out', async () => {
    const browser = createBrowser(issuer)
    await signIn(browser, 'aiko@demo.example', 'toolgraph-demo')
    const home = await browser.go('/')
    expect(home.html).toContain('aiko@demo.example')
    const stolen = browser.cookies.get('toolgraph-auth-session') ?? ''
    expect((await browser.submit(home, 'Sign out')).html).toContain('You are not signed in')
    browser.cookies.set('toolgraph-auth-session', stolen)
    expect((await browser.go('/')).html).toContain('You are not signed in')
  })

  it('cannot be ended by another site', async () => {
    const browser = createBrowser(issuer)
    await signIn(browser, 'aiko@demo.example', 'toolgraph-demo')
    const response = await browser.send('/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'csrf=x',
    })
    expect(response.status).toBe(403)
    expect((await browser.go('/')).html).toContain('aiko@demo.example')
  })
})

describe('an account whose address nobody has proved', () => {
  /** As they were made before addresses were proved. */
  async function unverifiedAccount(browser: Browser) {
    const email = newEmail()
    await createAccount(browser, { email })
    await issuer.database.authUser.update({ where: { email }, data: { emailVerifiedAt: null } })
    return email
  }

  it('is not signed in to, even with its password, and is one button from a code', async () => {
    const email = await unverifiedAccount(createBrowser(issuer))
    const browser = createBrowser(issuer)
    const page = await signIn(browser, email, PASSWORD)
    expect(page.response.status).toBe(400)
    expect(page.html).toContain('Nobody has confirmed the email address')
    expect(browser.cookies.has('toolgraph-auth-session')).toBe(false)

    const code = await browser.submit(page, 'Send a code')
    expect(code.html).toContain(`If there is an account with ${email}`)
    const chosen = await browser.submit(code, 'Continue', { code: await readCode(browser, email) })
    const consent = await browser.submit(chosen, 'Set the password', { password: 'a new password' })
    expect(consent.html).toContain('value="allow"')
    const again = await signIn(createBrowser(issuer), email, 'a new password')
    expect(again.html).toContain('value="allow"')
  })

  it('is told from no account to nobody without its password', async () => {
    const email = await unverifiedAccount(createBrowser(issuer))
    const { html } = await signIn(createBrowser(issuer), email, 'a wrong password')
    expect(html).toContain('The email and password do not match an account.')
    expect(html).not.toContain('confirmed')
  })
})

describe('the ready accounts', () => {
  it('cannot sign in where they are switched off, although they are in the database', async () => {
    const own = await createTestIssuer(
      { ...issuer, close: async () => {} },
      { demoAccounts: false },
    )
    const page = await createBrowser(own).go(authorizeUrl({}))
    expect(page.html).not.toContain('Continue as')
    const { response } = await signIn(createBrowser(own), 'aiko@demo.example', 'toolgraph-demo')
    expect(response.status).toBe(400)
  })
})

describe('on https', () => {
  it('prefixes the cookies with __Host- and marks them secure', async () => {
    const https = 'https://auth.example'
    const own = await createTestIssuer({ ...issuer, close: async () => {} }, { issuer: https })
    const response = await own.app.request(authorizeUrl({ resource: undefined, scope: undefined }))
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^__Host-toolgraph-auth-browser=.*Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(response.headers.get('strict-transport-security')).toBeTruthy()
  })
})
