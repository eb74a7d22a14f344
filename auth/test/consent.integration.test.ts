import { createTestDatabase } from '@toolgraph/testing'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  authorizeUrl,
  createBrowser,
  createTestIssuer,
  GRAPH,
  ISSUER,
  obtainCode,
  redeem,
  REDIRECT,
  type TestIssuer,
} from './issuer-harness.ts'
import { createAccount } from './people-harness.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'), {
    clients: [
      { id: 'web', name: 'Test web', redirectUris: [REDIRECT] },
      { id: 'second', name: 'Second', redirectUris: ['https://second.example/cb'] },
      {
        id: 'agent-web',
        name: 'Toolgraph',
        redirectUris: ['http://localhost:4000/auth/callback'],
        trustedAt: { [GRAPH]: ['servers:write', 'connections:read'] },
      },
    ],
  })
})
afterAll(() => issuer.close())

const textOf = (html: string) =>
  html
    .replace(/<details[\s\S]*?<\/details>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

/** A person of their own: nothing is allowed to anybody yet. */
async function newPerson() {
  const browser = createBrowser(issuer)
  await createAccount(browser, { name: 'Nao' })
  return browser
}

describe('the consent page', () => {
  it('says who asks, for which server, what, and where the answer goes', async () => {
    const browser = await newPerson()
    const { response, html } = await browser.go(
      authorizeUrl({ scope: 'booking:read booking:write' }),
    )
    const text = textOf(html)
    expect(text).toContain('Allow Test web to use Booking?')
    expect(text).toMatch(/It can look things up See rooms and your bookings booking:read/)
    expect(text).toMatch(/It can make changes Book rooms and cancel bookings booking:write/)
    expect(text).toContain('Returns to app.example')
    expect(text).toContain('http://localhost:4301/mcp')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' https://app.example; frame-ancestors 'none'; base-uri 'none'",
    )
    expect(response.headers.get('x-frame-options')).toBe('DENY')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(html).not.toContain('<script')
  })

  it('says it in Japanese', async () => {
    const browser = await newPerson()
    const { html } = await browser.go(authorizeUrl({ ui_locales: 'fr ja', scope: 'booking:write' }))
    expect(html).toContain('<html lang="ja">')
    expect(textOf(html)).toContain('変更できること 会議室の予約と取り消し')
    expect(textOf(html)).toContain('会議室予約')
  })

  it('is not shown again for what was allowed', async () => {
    const browser = await newPerson()
    await obtainCode(browser)
    expect((await browser.go(authorizeUrl({}))).url.href).toMatch(
      /^https:\/\/app\.example\/callback\?code=/,
    )
  })

  it('is shown again where the client asks for it', async () => {
    const browser = await newPerson()
    await obtainCode(browser)
    const { html } = await browser.go(authorizeUrl({ prompt: 'consent' }))
    expect(html).toContain('You have allowed this before.')
  })

  it('shows in a step-up what is new, and only that', async () => {
    const browser = await newPerson()
    await obtainCode(browser, { scope: 'booking:read' })
    const page = await browser.go(authorizeUrl({ scope: 'booking:read booking:write' }))
    expect(textOf(page.html)).toContain('Allow Test web to do more with Booking?')
    expect(textOf(page.html)).toContain('booking:write New')
    expect(textOf(page.html)).not.toContain('booking:read')
    expect(page.html).toMatch(/<details\s*>[\s\S]*Already allowed \(1\)[\s\S]*booking:read/)
  })

  it('gives after a step-up a token with all that was asked', async () => {
    const browser = await newPerson()
    await obtainCode(browser, { scope: 'booking:read' })
    const code = await obtainCode(browser, { scope: 'booking:read booking:write' })
    expect((await redeem(issuer, code)).json['scope']).toBe('booking:read booking:write')
  })

  it('gives no more than was asked, although more was allowed before', async () => {
    const browser = await newPerson()
    await obtainCode(browser, { scope: 'booking:read booking:write' })
    const code = await obtainCode(browser, { scope: 'booking:read' })
    const { json } = await redeem(issuer, code)
    expect(decodeJwt(String(json['access_token']))['scope']).toBe('booking:read')
  })

  it('is shown to another client, and to another person', async () => {
    const browser = await newPerson()
    await obtainCode(browser)
    const second = { client_id: 'second', redirect_uri: 'https://second.example/cb' }
    expect((await browser.go(authorizeUrl(second))).html).toContain('Allow Second to use')
    expect((await (await newPerson()).go(authorizeUrl({}))).html).toContain('Allow Test web to use')
  })

  it('is not needed by an application of this product, for what it is given', async () => {
    const own = { client_id: 'agent-web', redirect_uri: 'http://localhost:4000/auth/callback' }
    const browser = await newPerson()
    const url = authorizeUrl({ ...own, resource: GRAPH, scope: 'servers:write' })
    expect((await browser.go(url)).url.origin).toBe('http://localhost:4000')
    const elsewhere = await browser.go(authorizeUrl(own))
    expect(elsewhere.html).toContain('Allow Toolgraph to use Booking?')
  })

  it('leads back with access_denied where it is denied', async () => {
    const browser = await newPerson()
    const { url } = await browser.submit(await browser.go(authorizeUrl({})), 'Do not allow')
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      error: 'access_denied',
      state: 'the-state',
      iss: ISSUER,
    })
    expect((await browser.go(authorizeUrl({}))).html).toContain('value="allow"')
  })

  it('answers prompt=none without a page', async () => {
    const browser = await newPerson()
    const asked = await browser.go(authorizeUrl({ prompt: 'none' }))
    expect(asked.url.searchParams.get('error')).toBe('consent_required')
    await obtainCode(browser)
    const silent = await browser.go(authorizeUrl({ prompt: 'none' }))
    expect(silent.url.searchParams.get('code')).toBeTruthy()
  })

  it('asks for a new sign-in where the client wants one', async () => {
    const browser = await newPerson()
    await obtainCode(browser)
    issuer.clock.now += 1000
    const page = await browser.go(authorizeUrl({ prompt: 'login' }))
    expect(page.html).toContain('name="password"')
    const done = await browser.submit(page, 'Continue as Ben Carter')
    expect(textOf(done.html)).toContain('Ben Carter')
  })

  it('lets the person change to another account', async () => {
    const browser = await newPerson()
    const page = await browser.submit(await browser.go(authorizeUrl({})), 'Use another account')
    const consent = await browser.submit(page, 'Continue as Ben Carter')
    expect(textOf(consent.html)).toContain('Ben Carter')
  })
})

describe('a form', () => {
  it('is refused in another browser than the one that asked', async () => {
    const page = await (await newPerson()).go(authorizeUrl({}))
    const { response } = await (await newPerson()).submit(page, 'Allow')
    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
  })

  it('gives one code, however often it is sent', async () => {
    const browser = await newPerson()
    const page = await browser.go(authorizeUrl({}))
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => browser.submit(page, 'Allow')),
    )
    expect(answers.filter(({ url }) => url.searchParams.has('code'))).toHaveLength(1)
    expect(answers.filter(({ response }) => response.status === 400)).toHaveLength(19)
  })

  it('is refused after its request ran out', async () => {
    const browser = await newPerson()
    const page = await browser.go(authorizeUrl({}))
    issuer.clock.now += 31 * 60 * 1000
    expect((await browser.submit(page, 'Allow')).response.status).toBe(400)
  })
})
