import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createActorsIssuer,
  exchange,
  grant,
  idOf,
  ORDER,
  personTokens,
  PRODUCT,
  registry,
  secretOf,
  signedInBrowser,
  UNREACHABLE,
} from './actors-harness.ts'
import {
  basic,
  BOOKING,
  createBrowser,
  ISSUER,
  postForm,
  type Browser,
  type TestIssuer,
} from './issuer-harness.ts'

const DONE = `${ISSUER}/delegation/done?lang=en`

let issuer: TestIssuer
let browser: Browser
beforeAll(async () => {
  issuer = await createActorsIssuer()
})
afterAll(() => issuer.close())
beforeEach(async () => {
  await issuer.database.authGrant.deleteMany({})
  browser = await signedInBrowser(issuer)
})

function delegationUrl(parameters: Record<string, string | undefined> = {}): string {
  const search = new URLSearchParams()
  const all = { client_id: 'order', resource: BOOKING, scope: 'booking:read', ...parameters }
  for (const [name, value] of Object.entries(all)) if (value !== undefined) search.set(name, value)
  return `/delegation?${search}`
}

const textOf = (html: string) =>
  html
    .replace(/<details[\s\S]*?<\/details>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

const grants = () => issuer.database.authGrant.findMany({ where: { clientId: 'order' } })

async function lastEvent(action: string) {
  const where = { action }
  return issuer.database.authAuditEvent.findFirst({ where, orderBy: { id: 'desc' } })
}

describe('the page that asks whether a server may act for a person', () => {
  it('says who would act, where, what it could do, and for how long', async () => {
    const scope = 'booking:read booking:write'
    const { response, html } = await browser.go(delegationUrl({ scope }))
    const text = textOf(html)
    expect(response.status).toBe(200)
    expect(text).toContain('Allow Order to act for you at Booking?')
    expect(text).toContain('While you use Order, it can then use Booking in your name.')
    expect(text).toMatch(/It can look things up See rooms and your bookings booking:read/)
    expect(text).toMatch(/It can make changes Book rooms and cancel bookings booking:write/)
    expect(text).toContain('Order Known to Toolgraph')
    expect(text).toContain(BOOKING)
    expect(text).toContain('Only while you use Order; you can end it in your account')
    expect(text).toContain('Aiko Tanaka')
    expect(text).not.toContain('Returns to')
  })

  it('is not framed, kept or scripted, and its form leads nowhere else', async () => {
    const { response, html } = await browser.go(delegationUrl())
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain(`form-action 'self' ${ISSUER};`)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(html).not.toContain('<script')
  })

  it('says it in Japanese, to the end', async () => {
    const reader = createBrowser(issuer, { 'accept-language': 'ja' })
    for (const [name, value] of browser.cookies) reader.cookies.set(name, value)
    const page = await reader.go(delegationUrl())
    expect(page.html).toContain('<html lang="ja">')
    expect(page.html).toContain(
      '「Order」があなたに代わって「会議室予約」を利用することを許可しますか？',
    )
    const end = await reader.submit(page, '許可しない')
    expect(end.url.href).toBe(`${ISSUER}/delegation/done?lang=ja&answer=denied`)
    expect(textOf(end.html)).toContain('許可しませんでした')
  })

  it('asks a person to sign in first, and then the same', async () => {
    const stranger = createBrowser(issuer)
    const signIn = await stranger.go(delegationUrl())
    expect(textOf(signIn.html)).toContain('Order')
    const page = await stranger.submit(signIn, 'Continue as Ben Carter')
    expect(textOf(page.html)).toContain('Allow Order to act for you at Booking?')
    expect(textOf(page.html)).toContain('Ben Carter')
  })

  it('shows in a step-up what is new, and folds what was allowed', async () => {
    const userId = await idOf(issuer, 'Aiko Tanaka')
    const scopes = ['booking:read']
    await grant(issuer, { userId, clientId: 'order', resource: BOOKING, scopes })
    const { html } = await browser.go(delegationUrl({ scope: 'booking:write' }))
    expect(textOf(html)).toContain('Allow Order to do more for you at Booking?')
    expect(textOf(html)).toContain('booking:write New')
    expect(html).toMatch(/<details\s*>[\s\S]*Already allowed \(1\)[\s\S]*booking:read/)
  })

  it('asks even where nothing but the acting is asked for', async () => {
    const page = await browser.go(delegationUrl({ scope: undefined }))
    expect(textOf(page.html)).toContain('No permissions yet.')
    expect(await grants()).toEqual([])
    await browser.submit(page, 'Allow')
    expect(await grants()).toMatchObject([{ resource: BOOKING, scopes: [] }])
  })

  it("asks although the person's own application may do it already", async () => {
    const userId = await idOf(issuer, 'Aiko Tanaka')
    await grant(issuer, { userId, clientId: 'web', resource: BOOKING, scopes: ['booking:read'] })
    const { html } = await browser.go(delegationUrl())
    expect(textOf(html)).toContain('Allow Order to act for you at Booking?')
  })
})

describe('who allows it', () => {
  it('has it recorded for this actor at this server, and ends at a page of ours', async () => {
    const codes = await issuer.database.authCode.count()
    const end = await browser.submit(await browser.go(delegationUrl()), 'Allow')
    expect(end.url.href).toBe(DONE)
    expect(textOf(end.html)).toContain('Access allowed Go back to what you were doing')

    const userId = await idOf(issuer, 'Aiko Tanaka')
    expect(await grants()).toMatchObject([
      { userId, clientId: 'order', resource: BOOKING, scopes: ['booking:read'] },
    ])
    expect(await lastEvent('consent.given')).toMatchObject({
      userId,
      clientId: 'order',
      detail: { resource: BOOKING, scopes: ['booking:read'], delegation: true },
    })
    expect(await issuer.database.authCode.count()).toBe(codes)
  })

  it('is what the exchange waited for: the address in its refusal leads here (RFC 8693 §2.2.2)', async () => {
    const { access } = await personTokens(issuer)
    const form = { resource: BOOKING, scope: 'booking:read', subject_token: access }
    const refused = await exchange(issuer, form)
    expect(refused.json['error']).toBe('consent_required')

    await browser.submit(await browser.go(String(refused.json['consent_uri'])), 'Allow')
    const given = await exchange(issuer, form)
    expect([given.status, given.json['scope']]).toEqual([200, 'booking:read'])
  })

  it('is not asked again for the same: another visit ends at once', async () => {
    await browser.submit(await browser.go(delegationUrl()), 'Allow')
    const [before] = await grants()
    const again = await browser.go(delegationUrl())
    expect(again.url.href).toBe(DONE)
    expect(await grants()).toEqual([before])
  })

  it('has allowed this actor alone, and there alone', async () => {
    await browser.submit(await browser.go(delegationUrl()), 'Allow')
    for (const other of [{ client_id: 'product' }, { resource: PRODUCT, scope: 'product:read' }]) {
      const { html } = await browser.go(delegationUrl(other))
      expect(html).toContain('value="allow"')
    }
  })

  it('adds to what was allowed before in a step-up', async () => {
    await browser.submit(await browser.go(delegationUrl()), 'Allow')
    await browser.submit(await browser.go(delegationUrl({ scope: 'booking:write' })), 'Allow')
    expect(await grants()).toMatchObject([{ scopes: ['booking:read', 'booking:write'] }])
  })

  it('cannot answer one question twice', async () => {
    const page = await browser.go(delegationUrl())
    await browser.submit(page, 'Do not allow')
    const again = await browser.submit(page, 'Allow')
    expect(again.html).toContain('ERR_REQUEST_UNKNOWN')
    expect(await grants()).toEqual([])
  })

  it('is the one who was shown the question', async () => {
    const shown = await browser.go(delegationUrl())
    const other = await browser.submit(await browser.go(delegationUrl()), 'Use another account')
    await browser.submit(other, 'Continue as Ben Carter')
    const again = await browser.submit(shown, 'Allow')
    expect(textOf(again.html)).toContain('Ben Carter')
    expect(await grants()).toEqual([])
  })

  it('did it on this page: a form of another site is refused', async () => {
    const page = await browser.go(delegationUrl())
    const request = page.url.searchParams.get('request') ?? ''
    const body = new URLSearchParams({ request, decision: 'allow' }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const site = { ...headers, origin: 'https://evil.example' }
    const post = (sent: HeadersInit) =>
      browser.send('/consent/authorize', { method: 'POST', body, headers: sent })
    expect((await post(site)).status).toBe(403)
    expect((await post(headers)).status).toBe(403)
    expect(await grants()).toEqual([])
  })
})

describe('who does not allow it', () => {
  it('learns that nothing was allowed, and no address tells anybody else', async () => {
    const end = await browser.submit(await browser.go(delegationUrl()), 'Do not allow')
    expect(end.url.href).toBe(`${ISSUER}/delegation/done?lang=en&answer=denied`)
    expect(end.response.status).toBe(200)
    expect(textOf(end.html)).toContain('Nothing was allowed')
    expect(end.html).toContain('href="/delegation/done?lang=ja&amp;answer=denied"')
    expect(await grants()).toEqual([])
    expect(await lastEvent('consent.denied')).toMatchObject({
      clientId: 'order',
      detail: { resource: BOOKING, delegation: true },
    })
  })

  it('is asked again at the next visit', async () => {
    await browser.submit(await browser.go(delegationUrl()), 'Do not allow')
    expect((await browser.go(delegationUrl())).html).toContain('value="allow"')
  })
})

describe('a question that makes no sense ends on a page of ours, and nobody is redirected', () => {
  it.each([
    ['without a client', { client_id: undefined }, 'ERR_CLIENT_MISSING'],
    ['of an unknown client', { client_id: 'nobody' }, 'ERR_CLIENT_UNKNOWN'],
    ['of a document', { client_id: 'https://evil.example/client' }, 'ERR_CLIENT_UNKNOWN'],
    ['of a client that is no actor', { client_id: 'web' }, 'ERR_CLIENT_NOT_ACTOR'],
    ['of a server that is no actor', { client_id: 'graph' }, 'ERR_CLIENT_NOT_ACTOR'],
    ['without a resource', { resource: undefined }, 'ERR_RESOURCE_UNKNOWN'],
    ['about an unknown server', { resource: 'https://evil.example' }, 'ERR_RESOURCE_UNKNOWN'],
    ['about no address', { resource: 'javascript:alert(1)' }, 'ERR_RESOURCE_UNKNOWN'],
    ['about the actor itself', { resource: ORDER, scope: 'order:read' }, 'ERR_RESOURCE_UNKNOWN'],
    ['about an unknown scope', { scope: 'booking:own' }, 'ERR_SCOPE_UNKNOWN'],
    ['about a malformed scope', { scope: '"<script>' }, 'ERR_SCOPE_UNKNOWN'],
    [
      'about a server that cannot be looked up',
      { resource: UNREACHABLE },
      'ERR_RESOURCE_UNAVAILABLE',
    ],
  ])('%s', async (_case, parameters, code) => {
    const url = delegationUrl({ ...parameters, redirect_uri: 'https://evil.example/cb' })
    const requests = await issuer.database.authRequest.count()
    for (const language of ['en', 'ja']) {
      const response = await browser.send(url, { headers: { 'accept-language': language } })
      expect(response.status).toBe(code === 'ERR_RESOURCE_UNAVAILABLE' ? 503 : 400)
      expect(response.headers.get('location')).toBeNull()
      const html = await response.text()
      expect(html).toContain(`<html lang="${language}">`)
      expect(html).toContain(code)
      expect(html).not.toContain('<script')
    }
    expect(await issuer.database.authRequest.count()).toBe(requests)
  })

  it('with a parameter that stands twice', async () => {
    const response = await browser.send(`${delegationUrl()}&client_id=product`)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('ERR_PARAMETER_REPEATED')
  })

  it('about a server that is gone when the person answers', async () => {
    let known = true
    const gone = await createActorsIssuer({
      fetch: async (input) => (known ? registry(input) : Response.json({}, { status: 404 })),
    })
    const own = await signedInBrowser(gone)
    const page = await own.go(delegationUrl())
    known = false
    gone.clock.now += 61_000
    const end = await own.submit(page, 'Allow')
    expect([end.response.status, end.url.origin]).toEqual([400, ISSUER])
    expect(end.html).toContain('ERR_RESOURCE_UNKNOWN')
    expect(await gone.database.authGrant.count({ where: { clientId: 'order' } })).toBe(0)
    await gone.close()
  })
})

it('an actor cannot ask for codes: each of its grants is a word given for this (RFC 6749 §4.1.1)', async () => {
  const search = new URLSearchParams({
    response_type: 'code',
    client_id: 'order',
    redirect_uri: DONE,
    resource: BOOKING,
    scope: 'booking:read',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
  const response = await browser.send(`/authorize?${search}`)
  expect(await response.text()).toContain('ERR_REDIRECT_UNREGISTERED')
  const form = { grant_type: 'authorization_code', code: 'x' }
  const { json } = await postForm(issuer, '/token', form, basic('order', secretOf('order')))
  expect(json['error']).toBe('invalid_grant')
})
