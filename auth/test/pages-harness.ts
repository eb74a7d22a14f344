import { AxeBuilder } from '@axe-core/playwright'
import { serveNode } from '@toolgraph/entry/node'
import { createTestDatabase } from '@toolgraph/testing'
import { freePort } from '@toolgraph/testing/ports'
import { openBrowser } from '@toolgraph/testing/browser'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { AuthDependencies } from '../src/dependencies.ts'
import { BOOKING_ANSWER, createTestIssuer } from './issuer-harness.ts'

/** How a page is looked at. */
export interface Look {
  locale: 'en' | 'ja'
  colorScheme: 'light' | 'dark'
  width: number
}

/** Both languages, both themes, and the narrowest window that WCAG asks for (SC 1.4.10). */
export const LOOKS: readonly Look[] = [
  { locale: 'en', colorScheme: 'light', width: 1280 },
  { locale: 'en', colorScheme: 'dark', width: 320 },
  { locale: 'ja', colorScheme: 'light', width: 320 },
  { locale: 'ja', colorScheme: 'dark', width: 1280 },
]

/** An issuer that a browser can be sent to. */
export type PagesIssuer = Awaited<ReturnType<typeof servePages>>

/** Starts an issuer on a socket, with a database of its own, and the browser to look at its pages. */
export async function servePages(overrides: Partial<AuthDependencies> = {}) {
  const database = await createTestDatabase('auth')
  const port = await freePort()
  const url = `http://localhost:${port}`
  const { app, dependencies } = await createTestIssuer(database, {
    issuer: url,
    fetch: async () => Response.json({ ...BOOKING_ANSWER, issuer: url }),
    now: Date.now,
    ...overrides,
  })
  const { log } = dependencies
  const service = await serveNode({ name: 'auth', host: '127.0.0.1', port, log, fetch: app.fetch })
  const browser = await openBrowser()

  return {
    url,
    database: database.database,
    browser,
    /** Opens a page; what its browser says of policies that something broke is gathered. */
    async open({ locale, colorScheme, width }: Look, options: BrowserContextOptions = {}) {
      const viewport = { width, height: 900 }
      const context = await browser.newContext({ locale, colorScheme, viewport, ...options })
      const page = await context.newPage()
      const problems: string[] = []
      page.on('console', (message) => {
        if (/content security policy/i.test(message.text())) problems.push(message.text())
      })
      return { context, page, problems }
    },
    async close() {
      await browser.close()
      await service.stop()
      await database.close()
    },
  }
}

/** Expects of a page what WCAG 2.2 AA asks, and that nothing of it stands beside the window. */
export async function expectAccessible(page: Page, locale: string): Promise<void> {
  expect(await page.locator('html').getAttribute('lang')).toBe(locale)
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  expect(isWide).toBe(false)
}
