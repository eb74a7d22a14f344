import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOOKING } from './issuer-harness.ts'
import { expectAccessible, LOOKS, servePages, type PagesIssuer } from './pages-harness.ts'

let issuer: PagesIssuer
beforeAll(async () => {
  const actsAs = ['http://localhost:4303/mcp']
  issuer = await servePages({
    clients: [{ id: 'order', name: 'Order', secret: 'a secret', actsAs }],
  })
})
afterAll(() => issuer.close())

describe.each(LOOKS)('the pages of a delegation, $locale, $colorScheme, $width px', (look) => {
  it('lead to their end without a script, and pass axe (WCAG 2.2 AA)', async () => {
    await issuer.database.authGrant.deleteMany({})
    const { locale } = look
    const { context, page, problems } = await issuer.open(look)
    const ask = (scope: string) => {
      const search = new URLSearchParams({ client_id: 'order', resource: BOOKING, scope })
      return page.goto(`${issuer.url}/delegation?${search}`)
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

    await page.goto(`${issuer.url}/delegation?client_id=nobody`)
    await expectAccessible(page, locale)
    expect(problems).toEqual([])
    await context.close()
  })
})
