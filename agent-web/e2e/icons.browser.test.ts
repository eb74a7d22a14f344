import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { untilRegistered } from '@toolgraph/testing'
import { openBrowser } from '@toolgraph/testing/browser'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Where each page's picture is put, to be looked at. */
const PICTURES = path.resolve(import.meta.dirname, '../../test-results/pictures')
const BOOKING = '/servers/dev.toolgraph/booking'
/** Where a server's picture is. */
const PAGES = { list: '/?q=booking', page: BOOKING }

let toolgraph: RunningToolgraph
let browser: Browser
let web: string

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  toolgraph = await startToolgraph()
  web = toolgraph.urls['agent-web']
  await untilRegistered(toolgraph.urls.graph, `${toolgraph.urls.booking}/mcp`)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await toolgraph?.stop()
})

describe.each([
  ['en', 'light', ''],
  ['ja', 'dark', '/ja'],
] as const)('the picture of a server (%s, %s)', (locale, colorScheme, prefix) => {
  it('is shown in lists and on its page, and no stranger is asked for it', async () => {
    const page = await openPage(colorScheme)
    const strangers: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(web)) strangers.push(request.url())
    })
    for (const [where, path] of Object.entries(PAGES)) {
      await page.goto(`${web}${prefix}${path}`)
      await page.locator('main img.loaded').waitFor()
      await take(page, `${locale}-${colorScheme}-icon-${where}`)
    }
    expect(strangers).toEqual([])
    await page.context().close()
  })

  it('gives place to its letter where none comes', async () => {
    const page = await openPage(colorScheme)
    await page.route('**/icon', (route) => route.fulfill({ status: 404 }))
    for (const [where, path] of Object.entries(PAGES)) {
      await page.goto(`${web}${prefix}${path}`)
      const image = page.locator('main img')
      const isDrawn = await image.evaluate((element: HTMLImageElement) =>
        element.decode().then(
          () => true,
          () => false,
        ),
      )
      expect([isDrawn, await opacityOf(image)]).toEqual([false, '0'])
      await take(page, `${locale}-${colorScheme}-letter-${where}`)
    }
    await page.context().close()
  })
})

describe('the address of a picture', () => {
  it('is of our own origin, and what stands there may do nothing by itself', async () => {
    const response = await fetch(`${web}${BOOKING}/icon`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/svg+xml')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cache-control')).toMatch(/^private, max-age=86400/)
    const policy = response.headers.get('content-security-policy')
    expect(policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline'; sandbox/)
  })

  it('sends nothing to who has it', async () => {
    const etag = (await fetch(`${web}${BOOKING}/icon`)).headers.get('etag') ?? ''
    const again = await fetch(`${web}${BOOKING}/icon`, { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('has nothing of a server that is not there', async () => {
    const response = await fetch(`${web}/servers/com.example/none/icon`)
    expect([response.status, await response.text()]).toEqual([404, ''])
  })
})

async function openPage(colorScheme: 'light' | 'dark'): Promise<Page> {
  const viewport = { width: 1280, height: 900 }
  return (await browser.newContext({ colorScheme, viewport })).newPage()
}

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) })
}

function opacityOf(image: ReturnType<Page['locator']>): Promise<string> {
  return image.evaluate((element) => getComputedStyle(element).opacity)
}
