import { createServer } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import { serveNode, type RunningService } from '@toolgraph/entry/node'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { openBrowser } from '@toolgraph/testing/browser'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOOKING, BOOKING_ANSWER, createTestIssuer } from './issuer-harness.ts'

let database: TestDatabase
let service: RunningService
let browser: Browser
let issuer: string

beforeAll(async () => {
  database = await createTestDatabase('auth')
  const port = await freePort()
  issuer = `http://localhost:${port}`
  const actsAs = ['http://localhost:4303/mcp']
  const { app, dependencies } = await createTestIssuer(database, {
    issuer,
    clients: [{ id: 'order', name: 'Order', secret: 'a secret', actsAs }],
    fetch: async () => Response.json({ ...BOOKING_ANSWER, issuer }),
    now: Date.now,
  })
  const { log } = dependencies
  service = await serveNode({ name: 'auth', host: '127.0.0.1', port, log, fetch: app.fetch })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await service?.stop()
  await database?.close()
})

describe.each([
  { locale: 'en', colorScheme: 'light', width: 1280 },
  { locale: 'en', colorScheme: 'dark', width: 320 },
  { locale: 'ja', colorScheme: 'light', width: 320 },
  { locale: 'ja', colorScheme: 'dark', width: 1280 },
] as const)('the pages of a delegation, $locale, $colorScheme, $width px', (look) => {
  it('lead to their end without a script, and pass axe (WCAG 2.2 AA)', async () => {
    await database.database.authGrant.deleteMany({})
    const { locale, colorScheme, width } = look
    const viewport = { width, height: 900 }
    const options = { locale, colorScheme, viewport }
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const problems: string[] = []
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) problems.push(message.text())
    })
    const ask = (scope: string) => {
      const search = new URLSearchParams({ client_id: 'order', resource: BOOKING, scope })
      return page.goto(`${issuer}/delegation?${search}`)
    }

    await ask('booking:read')
    await page.locator('.demo button').first().click()
    await expectAccessible(page, locale)
    await page.locator('button[value=deny]').click()
    await page.waitForURL((url) => url.searchParams.get('answer') === 'denied')
    await expectAccessible(page, locale)

    await ask('booking:read')
    await page.locator('button[value=allow]').click()
    await page.waitForURL((url) => url.pathname === '/delegation/done')
    await expectAccessible(page, locale)

    await ask('booking:write')
    await expectAccessible(page, locale)
    expect(await page.locator('.badge').count()).toBe(1)
    await page.locator('summary').click()
    await expectAccessible(page, locale)

    await page.goto(`${issuer}/delegation?client_id=nobody`)
    await expectAccessible(page, locale)
    expect(problems).toEqual([])
    await context.close()
  })
})

async function expectAccessible(page: Page, locale: string): Promise<void> {
  expect(await page.locator('html').getAttribute('lang')).toBe(locale)
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  expect(isWide).toBe(false)
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
