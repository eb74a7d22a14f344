import { createTestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  authorizeUrl,
  createBrowser,
  createTestIssuer,
  type Browser,
  type TestIssuer,
} from './issuer-harness.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())

const signIn = async (browser: Browser, email: string, password: string) =>
  browser.submit(await browser.go(authorizeUrl({})), 'Sign in', { email, password })

async function createAccount(browser: Browser, fields: Record<string, string>) {
  const page = await browser.go(authorizeUrl({}))
  const href = /<a href="(\/password\/register[^"]*)"/.exec(page.html)?.[1] ?? ''
  return browser.submit(await browser.go(href.replaceAll('&amp;', '&')), 'Create account', {
    name: 'Mio',
    email: `${crypto.randomUUID()}@people.example`,
    password: 'correct horse battery',
    ...fields,
  })
}

describe('signing in', () => {
  it('works with the password of the account, however the address is typed', async () => {
    const email = 'mio@people.example'
    await createAccount(createBrowser(issuer), { email })
    const page = await signIn(
      createBrowser(issuer),
      ' Mio@People.EXAMPLE ',
      'correct horse battery',
    )
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
    const email = `${crypto.randomUUID()}@people.example`
    const guesses = await Promise.all(
      Array.from({ length: 40 }, () => signIn(createBrowser(issuer), email, 'a guess')),
    )
    const looked = guesses.filter(({ response }) => response.status === 400)
    const turnedAway = guesses.filter(({ response }) => response.status === 429)
    expect([looked.length, turnedAway.length]).toEqual([8, 32])
    issuer.clock.now += 16 * 60 * 1000
    expect((await signIn(createBrowser(issuer), email, 'a guess')).response.status).toBe(400)
  })

  it('is not hindered by a few slips before', async () => {
    const email = `${crypto.randomUUID()}@people.example`
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

describe('creating an account', () => {
  it.each([
    ['an address without a host', { email: 'mio' }, 'This is not an email address.'],
    ['a short password', { password: 'short' }, 'Use at least 10 characters.'],
    [
      'a password like the address',
      { email: 'long@people.example', password: 'long@people.example' },
      'must differ',
    ],
    ['no name', { name: ' \u200b ' }, 'Enter a name'],
    [
      'a taken address',
      { email: 'aiko@demo.example' },
      'There is already an account with this email',
    ],
  ])('is refused for %s', async (_name, fields, message) => {
    const { response, html } = await createAccount(createBrowser(issuer), fields)
    expect(response.status).toBe(400)
    expect(html).toContain(message)
  })

  it('shows hostile text as text', async () => {
    const name = '"><script>alert(1)</script>'
    const { html } = await createAccount(createBrowser(issuer), { name, password: 'short' })
    expect(html).not.toContain('<script>')
    expect(html).toContain('&lt;script&gt;')
  })

  it('gives one account to ten that ask for it at once', async () => {
    const email = `${crypto.randomUUID()}@people.example`
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => createAccount(createBrowser(issuer), { email })),
    )
    expect(answers.filter(({ html }) => html.includes('value="allow"'))).toHaveLength(1)
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
