import { createTestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorizeUrl, createTestIssuer, ISSUER, type TestIssuer } from './issuer-harness.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())

const FORM = 'application/x-www-form-urlencoded'
const post = (path: string, body: BodyInit, type = FORM) =>
  issuer.app.request(path, { method: 'POST', headers: { 'content-type': type }, body })

describe.each(['/token', '/revoke', '/introspect'])('POST %s', (path) => {
  it.each([
    ['JSON', '{}', 'application/json'],
    ['no type', 'a=b', ''],
    ['broken encoding', '%E0%A4%A', FORM],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00]), FORM],
    ['10 MB', `token=${'x'.repeat(10_000_000)}`, FORM],
    ['nothing', '', FORM],
    ['a repeated parameter', 'client_id=web&client_id=web&token=x', FORM],
    ['unknown fields alone', '__proto__=1&constructor=2&hello=3', FORM],
    ['a zero byte', 'client_id=%00&token=%00&grant_type=%00', FORM],
  ])('answers %s with an OAuth error and no stack', async (_name, body, type) => {
    const response = await post(path, body, type)
    expect([400, 401]).toContain(response.status)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const text = await response.text()
    expect(JSON.parse(text)['error']).toMatch(/^invalid_(request|client)$/)
    expect(text).not.toMatch(/\bat .*\.(ts|js):|prisma|select|node_modules/i)
  })

  it('lets applications in browsers read the error, but for introspection', async () => {
    const headers = { 'content-type': FORM, origin: 'https://app.example' }
    const response = await issuer.app.request(path, { method: 'POST', headers, body: 'x=1' })
    const allowed = path === '/introspect' ? null : '*'
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('knows no other method', async () => {
    const response = await issuer.app.request(path)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: 'invalid_request' })
  })
})

describe('a stream that never ends', () => {
  it('is cut off at the limit', async () => {
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent += 1
        controller.enqueue(new Uint8Array(16 * 1024).fill(97))
      },
    })
    const request = new Request(`${ISSUER}/token`, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body,
      duplex: 'half',
    } as RequestInit)
    expect((await issuer.app.fetch(request)).status).toBe(400)
    expect(sent).toBeLessThan(20)
  })
})

describe('an unknown page', () => {
  it('is a page of ours', async () => {
    const response = await issuer.app.request('/nothing/here')
    expect(response.status).toBe(404)
    const text = await response.text()
    expect(text).toContain('There is no such page')
    expect(text).toContain('<a href="/">Go to the front page</a>')
  })

  it.each(['/password/change', '/consent/../token', '/oauth/authorize', '/userinfo'])(
    'is %s: nothing of OpenAuth is reachable but what is meant to be',
    async (path) => {
      expect((await issuer.app.request(path)).status).toBe(404)
    },
  )
})

describe('a database that fails', () => {
  it('leads to an id, not to its words, and the log knows more', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    await own.close()
    const page = await own.app.request(authorizeUrl({}))
    expect(page.status).toBe(500)
    const html = await page.text()
    expect(html).toContain('Something went wrong on our side.')
    const token = await own.app.request('/token', {
      method: 'POST',
      headers: { 'content-type': FORM },
      body: `grant_type=refresh_token&client_id=web&refresh_token=tgr_secret-canary`,
    })
    expect(token.status).toBe(500)
    const { error, error_description: description } = await token.json()
    expect(error).toBe('server_error')
    expect(`${html}${description}`).not.toMatch(/prisma|postgres|database|\bat .*\.ts/i)
    expect(own.lines.map(({ message }) => message)).toContain('A request failed')
    expect(JSON.stringify(own.lines)).not.toContain('secret-canary')
  })
})
