import { createServer, type Server } from 'node:http'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnishAccount } from './furnish-account.ts'
import { authorizeUrl, GRAPH } from './issuer-harness.ts'
import { expectAccessible, LOOKS, servePages, type PagesIssuer } from './pages-harness.ts'

let issuer: PagesIssuer
let client: Server
let redirectUri: string

beforeAll(async () => {
  client = createServer((_request, response) => response.end('back at the client'))
  redirectUri = `http://127.0.0.1:${await listen(client)}/callback`
  issuer = await servePages({
    clients: [
      { id: 'web', name: 'Test web', redirectUris: [redirectUri] },
      { id: 'agent-web', name: 'Toolgraph', trustedAt: { [GRAPH]: ['connections:read'] } },
      { id: 'order', name: 'Order', secret: 'a secret', actsAs: ['http://localhost:4303/mcp'] },
    ],
  })
})
afterAll(async () => {
  client.close()
  await issuer.close()
})

describe.each(LOOKS)('the pages, $locale, $colorScheme, $width px', (look) => {
  it('lead through the whole flow without a script, and pass axe (WCAG 2.2 AA)', async () => {
    const { context, page, problems } = await issuer.open(look)
    const ask = (scope: string) =>
      page.goto(issuer.url + authorizeUrl({ redirect_uri: redirectUri, scope }))

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

    await page.goto(`${issuer.url}${authorizeUrl({ redirect_uri: redirectUri, prompt: 'login' })}`)
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

    await page.goto(`${issuer.url}/authorize?client_id=nobody`)
    await expectAccessible(page, look.locale)
    await page.goto(`${issuer.url}/`)
    await expectAccessible(page, look.locale)
    expect(problems).toEqual([])
    await context.close()
  })
})

/** What a signed-in person can come to, each with what leads to it from the account page. */
const OWN_PAGES: readonly { name: string; visit: (page: Page) => Promise<unknown> }[] = [
  { name: 'the front page', visit: (page) => page.goto(`${issuer.url}/`) },
  { name: 'the account', visit: (page) => page.goto(`${issuer.url}/account`) },
  {
    name: 'the account after something was ended',
    visit: async (page) => {
      await page.goto(`${issuer.url}/account`)
      await page.locator('form[action="/account/applications/remove"] button').first().click()
      await page.locator('[role=status]').waitFor()
    },
  },
  {
    name: 'the account of who has nothing',
    visit: async (page) => {
      await issuer.database.authGrant.deleteMany({})
      await issuer.database.authFamily.deleteMany({})
      await issuer.database.authAuditEvent.deleteMany({})
      await page.goto(`${issuer.url}/account`)
    },
  },
]

describe.each(LOOKS)("a signed-in person's pages, $locale, $colorScheme, $width px", (look) => {
  it('pass axe (WCAG 2.2 AA), with everything on them that can be', async () => {
    const { context, page, problems } = await issuer.open(look)
    await page.goto(`${issuer.url}/account`)
    await page.locator('.demo button').first().click()
    await page.locator('#activity').waitFor()
    const { id } = await issuer.database.authUser.findFirstOrThrow({
      where: { email: 'aiko@demo.example' },
    })
    await furnishAccount(issuer.database, id)
    for (const { visit } of OWN_PAGES) {
      await visit(page)
      await expectAccessible(page, look.locale)
    }
    expect(problems).toEqual([])
    await context.close()
  })
})

describe('the switch of languages', () => {
  it('changes the page and stays through the next steps', async () => {
    const context = await issuer.browser.newContext({ locale: 'en' })
    const page = await context.newPage()
    await page.goto(issuer.url + authorizeUrl({ redirect_uri: redirectUri }))
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

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}
