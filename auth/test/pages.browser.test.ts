import { createServer, type Server } from 'node:http'
import { AxeBuilder } from '@axe-core/playwright'
import { serveNode, type RunningService } from '@toolgraph/entry/node'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { openBrowser } from '@toolgraph/testing/browser'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorizeUrl, BOOKING_ANSWER, createTestIssuer } from './issuer-harness.ts'

let database: TestDatabase
let service: RunningService
let browser: Browser
let client: Server
let issuer: string
let redirectUri: string

beforeAll(async () => {
  database = await createTestDatabase('auth')
  client = createServer((_request, response) => response.end('back at the client'))
  redirectUri = `http://127.0.0.1:${await listen(client)}/callback`
  const port = await listen(createServer(), true)
  issuer = `http://localhost:${port}`
  const { app, dependencies } = await createTestIssuer(database, {
    issuer,
    clients: [{ id: 'web', name: 'Test web', redirectUris: [redirectUri] }],
    fetch: async () => Response.json({ ...BOOKING_ANSWER, issuer }),
    now: Date.now,
  })
  const { log } = dependencies
  service = await serveNode({ name: 'auth', host: '127.0.0.1', port, log, fetch: app.fetch })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  client.close()
  await service.stop()
  await database.close()
})

const LOOKS = [
  { locale: 'en', colorScheme: 'light' },
  { locale: 'en', colorScheme: 'dark' },
  { locale: 'ja', colorScheme: 'light' },
  { locale: 'ja', colorScheme: 'dark' },
] as const

describe.each(LOOKS)('the pages, $locale and $colorScheme', (look) => {
  it('lead through the whole flow without a script, and pass axe (WCAG 2.2 AA)', async () => {
    const context = await browser.newContext(look)
    const page = await context.newPage()
    const problems: string[] = []
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) problems.push(message.text())
    })
    const ask = (scope: string) =>
      page.goto(issuer + authorizeUrl({ redirect_uri: redirectUri, scope }))

    await ask('booking:read')
    await expectAccessible(page, look.locale)
    await page.fill('#email', 'nobody@people.example')
    await page.fill('#password', 'a wrong password')
    await page.locator('form.main button').click()
    await expectAccessible(page, look.locale)
    await page.locator('.other a[href^="/password/register"]').click()
    await expectAccessible(page, look.locale)

    const email = `${crypto.randomUUID()}@people.example`
    await page.fill('#name', 'Nao')
    await page.fill('#email', email)
    // Long enough for the browser, and refused by us.
    await page.fill('#password', email)
    await page.locator('form.main button').click()
    await expectAccessible(page, look.locale)
    expect(await page.locator('#password').evaluate(isFocused)).toBe(true)
    await page.fill('#password', 'a long password')
    await page.locator('form.main button').click()
    await expectAccessible(page, look.locale)
    await page.fill('#code', await readCode(page))
    await page.locator('form.main button').first().click()
    await expectAccessible(page, look.locale)
    await page.locator('button[value=allow]').click()
    await page.waitForURL((url) => url.href.startsWith(`${redirectUri}?code=`))

    await ask('booking:read booking:write')
    await expectAccessible(page, look.locale)
    expect(await page.locator('.badge').count()).toBe(1)
    await page.locator('button[value=deny]').click()
    await page.waitForURL((url) => url.searchParams.get('error') === 'access_denied')

    await page.goto(`${issuer}${authorizeUrl({ redirect_uri: redirectUri, prompt: 'login' })}`)
    await page.locator('.other a[href^="/password/forgot"]').click()
    await expectAccessible(page, look.locale)
    await page.fill('#email', email)
    await page.locator('form.main button').click()
    await expectAccessible(page, look.locale)
    await page.fill('#code', '1234 5678')
    await page.locator('form.main button').first().click()
    await expectAccessible(page, look.locale)
    expect(await page.locator('#code').evaluate(isFocused)).toBe(true)
    await page.locator('button[value=send]').click()
    await expectAccessible(page, look.locale)
    await page.fill('#code', await readCode(page))
    await page.locator('form.main button').first().click()
    await expectAccessible(page, look.locale)
    await page.fill('#password', 'another long password')
    await page.locator('form.main button').click()
    await page.waitForURL((url) => url.href.startsWith(`${redirectUri}?code=`))

    await page.goto(`${issuer}/authorize?client_id=nobody`)
    await expectAccessible(page, look.locale)
    await page.goto(`${issuer}/`)
    await expectAccessible(page, look.locale)
    expect(problems).toEqual([])
    await context.close()
  })
})

describe('the switch of languages', () => {
  it('changes the page and stays through the next steps', async () => {
    const context = await browser.newContext({ locale: 'en' })
    const page = await context.newPage()
    await page.goto(issuer + authorizeUrl({ redirect_uri: redirectUri }))
    await page.locator('footer a').click()
    expect(await page.locator('h1').textContent()).toBe('サインイン')
    await page.locator('.demo button').first().click()
    expect(await page.locator('h1').textContent()).toContain('会議室予約')
    await context.close()
  })
})

/** Runs in the page. */
const isFocused = (element: Element) => element === element.ownerDocument.activeElement

/** Reads the last code where the page says: in the outbox, in a tab of its own. */
async function readCode(page: Page): Promise<string> {
  const opening = page.waitForEvent('popup')
  await page.locator('a[target=_blank]').click()
  const outbox = await opening
  await expectAccessible(outbox, (await page.locator('html').getAttribute('lang')) ?? '')
  const text = await outbox.locator('article pre').first().textContent()
  await outbox.close()
  return /\d{4} \d{4}/.exec(text ?? '')?.[0] ?? ''
}

async function expectAccessible(page: Page, locale: string): Promise<void> {
  expect(await page.locator('html').getAttribute('lang')).toBe(locale)
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  expect(isWide).toBe(false)
}

/** The port of a server; with `free`, of one that is closed again. */
function listen(server: Server, free = false): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      if (free) server.close(() => resolve(port))
      else resolve(port)
    })
  })
}
