import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { openBrowser } from '@toolgraph/testing/browser'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDevApp, type OpenDevApp } from '../test/open-dev-app.ts'

/** Where each page's picture is put, to be looked at. */
const PICTURES = path.resolve(import.meta.dirname, '../../../test-results/pictures')

let dev: OpenDevApp
let browser: Browser

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  dev = await openDevApp()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await dev?.close()
})

describe.each(['light', 'dark'] as const)('the inspector in the %s', (colorScheme) => {
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    const context = await browser.newContext({
      colorScheme,
      viewport: { width: 1280, height: 900 },
    })
    page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(dev.origin)
  })
  afterAll(() => page?.context().close())

  it('calls an open tool by a form, as nobody', async () => {
    await page.getByRole('button', { name: 'list_teas' }).click()
    await page.getByLabel('kind').selectOption('black')
    await page.getByLabel('limit').fill('7')
    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await page.getByText(/^200 in \d+ ms$/).waitFor()
    await expectText(page, '"limit": 7')
    await expectText(page, '"black"')
  })

  it('shows why nobody may call a tool with scopes', async () => {
    await page.getByRole('button', { name: 'Brew tea' }).click()
    await page.getByLabel('name').fill('Sencha')
    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await page.getByText(/^401 in \d+ ms$/).waitFor()
    await page.getByText('Response', { exact: true }).click()
    await expectText(page, 'www-authenticate')
  })

  it('calls it as Aiko, with arguments as JSON', async () => {
    await page.getByLabel('Aiko').check()
    await page.getByLabel('Arguments as JSON').fill('{"name":"Gyokuro","steps":["warm","wait"]}')
    expect(await page.getByLabel('name').inputValue()).toBe('Gyokuro')
    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await expectText(page, 'Gyokuro for Aiko in 2 steps')
  })

  it('refuses Ben, who did not give the scope', async () => {
    await page.getByLabel('Ben').check()
    await page.getByLabel('tea:write').uncheck()
    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await page.getByText(/^403 in \d+ ms$/).waitFor()
  })

  it('lists the calls with what was said, and shows no token', async () => {
    const calls = page.locator('#calls details')
    await calls.getByText('tools/call brew_tea').first().click()
    await expectText(page, 'insufficient_scope')
    expect(await page.content()).not.toContain('eyJ')
  })

  it('is accessible, obeys its own policy, and takes words as words', async () => {
    await page.screenshot({
      path: path.join(PICTURES, `inspector-${colorScheme}.png`),
      fullPage: true,
    })
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Tea <b>house</b>')
    expect(await findViolations(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('has a page of consent that is accessible too', async () => {
    await page.goto(await toConsentAddress(dev))
    await page.screenshot({ path: path.join(PICTURES, `dev-consent-${colorScheme}.png`) })
    expect(await findViolations(page)).toEqual([])
    await page.getByLabel('See your teas').uncheck()
    const answered = page.waitForRequest(/\/callback\?/)
    await page.getByRole('button', { name: 'Allow as Ben' }).click()
    const { searchParams } = new URL((await answered).url())
    expect(searchParams.get('iss')).toBe(dev.origin)
    expect(searchParams.get('code')).toBeTruthy()
  })
})

async function expectText(page: Page, text: string): Promise<void> {
  await page.getByText(text).first().waitFor()
}

async function findViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)
}

/** Registers a client and writes the address that it sends its person to. */
async function toConsentAddress({ origin, resource }: OpenDevApp): Promise<string> {
  const redirect_uri = `${origin}/callback`
  const registered = await fetch(`${origin}/register`, {
    method: 'POST',
    body: JSON.stringify({ client_name: 'A client', redirect_uris: [redirect_uri] }),
  })
  const { client_id } = await registered.json()
  const query = new URLSearchParams({
    client_id,
    redirect_uri,
    resource,
    response_type: 'code',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
  })
  return `${origin}/authorize?${query}`
}
