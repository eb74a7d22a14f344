import { createServer, type Server } from 'node:http'
import { serveNode, type RunningService } from '@toolgraph/entry/node'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { openBrowser } from '@toolgraph/testing/browser'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWayOut, startOidcProvider } from './federation-harness.ts'
import { authorizeUrl, BOOKING_ANSWER, createTestIssuer } from './issuer-harness.ts'
import { expectAccessible } from './pages-harness.ts'

let database: TestDatabase
let service: RunningService
let acme: Awaited<ReturnType<typeof startOidcProvider>>
let client: Server
let browser: Browser
let issuer: string
let redirectUri: string

beforeAll(async () => {
  database = await createTestDatabase('auth')
  client = createServer((_request, response) => response.end('back at the client'))
  redirectUri = `http://127.0.0.1:${await portOf(client)}/callback`
  const reserved = createServer()
  const port = await portOf(reserved)
  await new Promise((resolve) => reserved.close(resolve))
  issuer = `http://localhost:${port}`
  // As strict as a provider can be: its forms end at itself and at its clients' callbacks.
  acme = await startOidcProvider('acme', { issuer, policy: `form-action 'self' ${issuer}` })
  const { app, dependencies } = await createTestIssuer(database, {
    issuer,
    clients: [{ id: 'web', name: 'Test web', redirectUris: [redirectUri] }],
    fetch: async () => Response.json({ ...BOOKING_ANSWER, issuer }),
    providers: [acme.provider, { ...acme.provider, id: 'uni', name: '大学' }],
    ...openWayOut([acme.origin]),
    now: Date.now,
  })
  const { log } = dependencies
  service = await serveNode({ name: 'auth', host: '127.0.0.1', port, log, fetch: app.fetch })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  client?.close()
  await service?.stop()
  await acme?.close()
  await database?.close()
})

const LOOKS = [
  { locale: 'en', colorScheme: 'light' },
  { locale: 'en', colorScheme: 'dark' },
  { locale: 'ja', colorScheme: 'light' },
  { locale: 'ja', colorScheme: 'dark' },
] as const

/** A page, and what its browser says of policies that something broke. */
async function openPage(options: BrowserContextOptions) {
  const context = await browser.newContext({ ...options, javaScriptEnabled: false })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) problems.push(message.text())
  })
  return { context, page, problems }
}

const ask = (page: Page) => page.goto(issuer + authorizeUrl({ redirect_uri: redirectUri }))
const chooseAcme = (page: Page) => page.locator('button[value=acme]').click()

async function signInAtAcme(page: Page, sub: string): Promise<void> {
  await page.fill('input[name=login]', sub)
  await page.fill('input[name=password]', 'any')
  await page.locator('button.login-submit').click()
  await page.locator('input[value=consent] ~ button').click()
}

describe.each(LOOKS)(
  'sign-in by a provider in a browser without scripts, $locale $colorScheme',
  (look) => {
    it('leads there and back to the client, past the policies of both', async () => {
      const sub = crypto.randomUUID()
      acme.people.set(sub, { email: `${sub}@people.example`, email_verified: true, name: 'Mio' })
      const { context, page, problems } = await openPage(look)
      await ask(page)
      await chooseAcme(page)
      await signInAtAcme(page, sub)
      await page.locator('button[value=allow]').click()
      await page.waitForURL((url) => url.href.startsWith(`${redirectUri}?code=`))

      // What was allowed is known: the form of the provider leads through us to the client.
      await context.clearCookies()
      await ask(page)
      await chooseAcme(page)
      await signInAtAcme(page, sub)
      await page.waitForURL((url) => url.href.startsWith(`${redirectUri}?code=`))

      // The provider knows the person, too: one form of ours leads through it to the client.
      await context.clearCookies({ name: 'toolgraph-auth-session' })
      await ask(page)
      await chooseAcme(page)
      await page.waitForURL((url) => url.href.startsWith(`${redirectUri}?code=`))
      expect(problems).toEqual([])
      await context.close()
    })
  },
)

describe.each(LOOKS)('the pages around it, $locale $colorScheme', (look) => {
  it('pass axe (WCAG 2.2 AA): the buttons, the page that leads on, the sentence after a refusal', async () => {
    const context = await browser.newContext({ ...look, viewport: { width: 320, height: 720 } })
    const page = await context.newPage()
    await ask(page)
    await expectAccessible(page, look.locale)

    // Held: it would be gone before anybody has looked at it.
    await page.route(`${issuer}/federated/authorize`, async (route) => {
      const response = await route.fetch()
      const { refresh, ...headers } = response.headers()
      expect(refresh).toContain(`0; url=${acme.origin}/auth?`)
      await route.fulfill({ response, headers })
    })
    await chooseAcme(page)
    await page.locator(`a[href^="${acme.origin}/auth?"]`).waitFor()
    await expectAccessible(page, look.locale)

    await page.goBack()
    await page.goto(`${page.url()}&notice=acme.unavailable`)
    await page.locator('[role=alert]').waitFor()
    await expectAccessible(page, look.locale)
    await context.close()
  })
})

function portOf(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}
