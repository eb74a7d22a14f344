import { crc32, deflateSync } from 'node:zlib'
import { createSafeFetch } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, type Listening } from './federation-harness.ts'
import { authorizeUrl } from './issuer-harness.ts'
import { expectAccessible, LOOKS, servePages, type PagesIssuer } from './pages-harness.ts'

let application: Listening
let issuer: PagesIssuer

beforeAll(async () => {
  const logo = png(96)
  application = await listen((origin) => (request, response) => {
    const isLogo = request.url === '/logo.png'
    response.setHeader('content-type', isLogo ? 'image/png' : 'application/json')
    const document = {
      client_id: `${origin}/client.json`,
      client_name: 'Travel planner with a name that is long',
      redirect_uris: [`${origin}/callback`],
      logo_uri: `${origin}/logo.png`,
    }
    response.end(isLogo ? logo : JSON.stringify(document))
  })
  const trustedOrigins = [application.origin]
  issuer = await servePages({
    trustedOrigins,
    safeFetch: createSafeFetch({ trustedOrigins, fetch: createNodeFetch() }),
  })
})
afterAll(async () => {
  await issuer.close()
  await application.close()
})

describe.each(LOOKS)('the logo of an application, $locale, $colorScheme, $width px', (look) => {
  it('is drawn beside its name, at one size, within our policy', async () => {
    const { context, page, problems } = await issuer.open(look)
    const client = {
      client_id: `${application.origin}/client.json`,
      redirect_uri: `${application.origin}/callback`,
    }
    await page.goto(issuer.url + authorizeUrl({ ...client, prompt: 'consent' }))
    await page.locator('.demo button').first().click()
    const image = page.locator('img[src^="/client-logo/"]')
    await image.waitFor()
    expect(await image.evaluate((element) => Reflect.get(element, 'naturalWidth'))).toBe(96)
    expect(await image.boundingBox()).toMatchObject({ width: 40, height: 40 })
    await expectAccessible(page, look.locale)
    expect(problems).toEqual([])
    await context.close()
  })
})

/** A square picture of one colour (RFC 2083). */
function png(side: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const row = [0, ...Array.from({ length: side }, () => [14, 116, 144]).flat()]
  const rows = Buffer.from(Array.from({ length: side }, () => row).flat())
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
