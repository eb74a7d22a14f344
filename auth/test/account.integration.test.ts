import { createTestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { githubProvider } from '../src/federation/provider.ts'
import {
  createActorsIssuer,
  exchange,
  grant,
  idOf,
  personTokens,
  PRODUCT,
  signedInBrowser,
} from './actors-harness.ts'
import {
  authorizeUrl,
  basic,
  BOOKING,
  createBrowser,
  createTestIssuer,
  GRAPH,
  ISSUER,
  obtainCode,
  postForm,
  redeem,
  refresh,
  SECOND_REDIRECT,
  type Browser,
  type TestIssuer,
  type Visit,
} from './issuer-harness.ts'
import { createAccount, goTo, newEmail, PASSWORD, readCode } from './people-harness.ts'

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0'
const GONE = 'That had ended already. Nothing was changed.'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'), {
    webUrl: 'https://web.example',
    clientAddress: (request) => request.headers.get('x-test-address') ?? undefined,
  })
})
afterAll(() => issuer.close())

/** Signs in and stands at the account page. */
async function visitAccount(
  person: 'Aiko Tanaka' | 'Ben Carter',
  headers: Record<string, string> = {},
) {
  const browser = createBrowser(issuer, headers)
  const page = await browser.submit(await browser.go('/account'), `Continue as ${person}`)
  return { browser, page }
}

/** The text of a section, as it is read aloud. */
function sectionOf({ html }: Visit, id: string): string {
  const [, section = ''] =
    new RegExp(`<section aria-labelledby="${id}">([\\s\\S]*?)</section>`).exec(html) ?? []
  return section
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Whether a status line says this. */
const statusOf = ({ html }: Visit) => /role="status">([^<]*)</.exec(html)?.[1]

/** The hidden fields of the form that this element stands in. */
function fieldsAround({ html }: Visit, action: string, text = ''): Record<string, string> {
  for (const [form, inside = ''] of html.matchAll(/<form[^>]*>([\s\S]*?)<\/form>/g)) {
    if (!form.includes(`action="${action}"`) || !form.includes(text)) continue
    const inputs = inside.matchAll(/name="([^"]*)" value="([^"]*)"/g)
    return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]))
  }
  throw new Error(`No form for ${action} with "${text}"`)
}

function post(
  browser: Browser,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = { origin: ISSUER },
) {
  return browser.go(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  })
}

/** Lets an application in, and gives what it holds. */
async function connect(browser: Browser, parameters: Record<string, string | undefined> = {}) {
  const { client_id = 'web', redirect_uri } = parameters
  const code = await obtainCode(browser, parameters)
  const form = { client_id, ...(redirect_uri && { redirect_uri }) }
  return (await redeem(issuer, code, form)).json
}

async function isActive(token: unknown): Promise<boolean> {
  const { json } = await postForm(
    issuer,
    '/introspect',
    { token: String(token) },
    basic('graph', 'the secret of graph:%+'),
  )
  return json['active'] === true
}

const removeAccess = (
  browser: Browser,
  page: Visit,
  key: Record<string, string> = { client: 'web', resource: BOOKING },
) => {
  const { csrf = '' } = fieldsAround(page, '/sign-out')
  return post(browser, '/account/applications/remove', { csrf, ...key })
}

describe('the front page', () => {
  it('says what this address is and leads to the account', async () => {
    const browser = createBrowser(issuer)
    const page = await browser.go('/')
    expect(page.html).toContain('Toolgraph uses this address to sign you in')
    expect(page.html).toContain('href="/account?lang=en"')
  })

  it('leads to the web application, as the account does, and a form that is under way does not', async () => {
    const mark = '<a class="brand" href="https://web.example">'
    const { browser, page } = await visitAccount('Aiko Tanaka')
    expect(page.html).toContain(mark)
    expect((await browser.go('/')).html).toContain(mark)
    const signIn = await createBrowser(issuer).go('/account')
    expect(signIn.html).not.toContain('https://web.example')
  })
})

describe('the account page', () => {
  it('asks who is not signed in to sign in, and leads back', async () => {
    const { page } = await visitAccount('Aiko Tanaka')
    expect(page.url.pathname).toBe('/account')
    expect(page.url.searchParams.has('code')).toBe(false)
    expect(sectionOf(page, 'you')).toBe(
      'You Name Aiko Tanaka Email aiko@demo.example Sign-in Password',
    )
  })

  it('names the providers that the person signs in by, also one that is no longer configured', async () => {
    const credentials = { clientId: 'x', clientSecret: 'y' }
    const own = await createTestIssuer(await createTestDatabase('auth'), {
      providers: [githubProvider(credentials)],
    })
    const { id: userId } = await own.database.authUser.findFirstOrThrow({
      where: { email: 'ben@demo.example' },
    })
    await own.database.authIdentity.createMany({
      data: ['github', 'former'].map((provider) => ({ provider, subject: '1', userId })),
    })
    const browser = createBrowser(own)
    const page = await browser.submit(await browser.go('/account'), 'Continue as Ben Carter')
    expect(sectionOf(page, 'you')).toMatch(/Sign-in Password (GitHub former|former GitHub)$/)
    await own.close()
  })

  it('comes back in the language that was chosen', async () => {
    const browser = createBrowser(issuer, { 'accept-language': 'en' })
    const page = await browser.submit(
      await browser.go('/account?lang=ja'),
      'Aiko Tanakaとして続ける',
    )
    expect(page.html).toContain('<html lang="ja">')
    expect(page.html).toContain('サインイン中のブラウザー')
  })

  it('is for nobody else to keep, frame or script', async () => {
    const { page } = await visitAccount('Aiko Tanaka')
    expect(page.response.headers.get('cache-control')).toBe('no-store')
    expect(page.response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.html).not.toContain('<script')
  })

  it('says times in UTC, for people and for programs', async () => {
    const { page } = await visitAccount('Aiko Tanaka')
    const iso = new Date(issuer.clock.now).toISOString()
    expect(page.html).toMatch(
      new RegExp(`<time datetime="${iso}">[A-Z][a-z]{2} \\d+, \\d{4}, \\d\\d:\\d\\d UTC<`),
    )
  })

  it('says nothing that a link of somebody else puts into its address', async () => {
    const { browser } = await visitAccount('Aiko Tanaka')
    for (const status of ['others_ended', 'others_ended.x', 'constructor.x']) {
      expect(statusOf(await browser.go(`/account?status=${status}`))).toBeUndefined()
    }
  })
})

describe('signed-in browsers', () => {
  it('are told by name, address and time, with the one that asks marked', async () => {
    const { page } = await visitAccount('Ben Carter', {
      'user-agent': CHROME,
      'x-test-address': '203.0.113.9',
    })
    const text = sectionOf(page, 'browsers')
    expect(text).toContain('Chrome on Windows This browser Signed in')
    expect(text).toContain('Network address: 203.0.113.9')
  })

  it('cannot name themselves: what is not known is unknown, however long', async () => {
    const { page } = await visitAccount('Ben Carter', {
      'user-agent': `<b>Call 555</b>/1 ${'x'.repeat(5_000)}`,
    })
    expect(sectionOf(page, 'browsers')).toContain('Unknown browser This browser')
    expect(page.html).not.toContain('Call 555')
    const rows = await issuer.database.authSession.findMany()
    expect(rows.every(({ userAgent }) => (userAgent ?? '').length <= 512)).toBe(true)
  })

  it('are seen again, noted every ten minutes at most', async () => {
    const { browser } = await visitAccount('Ben Carter')
    const where = { user: { email: 'ben@demo.example' } }
    const lastSeen = async () => {
      const row = await issuer.database.authSession.findFirst({
        where,
        orderBy: [{ createdAt: 'desc' }, { lastSeenAt: 'desc' }],
      })
      return row?.lastSeenAt.getTime()
    }
    const start = await lastSeen()
    issuer.clock.now += 9 * 60_000
    await browser.go('/account')
    expect(await lastSeen()).toBe(start)
    issuer.clock.now += 2 * 60_000
    await browser.go('/account')
    expect(await lastSeen()).toBe(issuer.clock.now)
  })

  it('end one by one, each at once', async () => {
    const here = await visitAccount('Aiko Tanaka', { 'user-agent': CHROME })
    const there = await visitAccount('Aiko Tanaka', { 'user-agent': FIREFOX })
    const page = await here.browser.go('/account')
    const action = '/account/browsers/end'
    const after = await post(
      here.browser,
      action,
      fieldsAround(page, action, 'Sign out: Firefox on Linux'),
    )
    expect(statusOf(after)).toBe('That browser is signed out.')
    expect(sectionOf(after, 'browsers')).not.toContain('Firefox')
    expect((await there.browser.go('/account')).url.pathname).toBe('/password/authorize')
    expect(sectionOf(after, 'activity')).toContain('Signed out another browser')
  })

  it('end all but this one', async () => {
    const here = await visitAccount('Aiko Tanaka')
    const others = await Promise.all([visitAccount('Aiko Tanaka'), visitAccount('Aiko Tanaka')])
    const ben = await visitAccount('Ben Carter')
    const page = await here.browser.submit(
      await here.browser.go('/account'),
      'Sign out all other browsers',
    )
    expect(statusOf(page)).toBe('All other browsers are signed out.')
    expect(page.html).not.toContain('Sign out all other browsers')
    for (const { browser } of others)
      expect((await browser.go('/account')).url.pathname).toBe('/password/authorize')
    expect((await ben.browser.go('/account')).url.pathname).toBe('/account')
  })

  it('end with the button of this one as with a sign-out', async () => {
    const { browser, page } = await visitAccount('Aiko Tanaka')
    const stolen = browser.cookies.get('toolgraph-auth-session') ?? ''
    const after = await post(browser, '/sign-out', fieldsAround(page, '/sign-out'))
    expect(after.html).toContain('You are not signed in')
    browser.cookies.set('toolgraph-auth-session', stolen)
    expect((await browser.go('/account')).url.pathname).toBe('/password/authorize')
  })

  it('of one person cannot be ended by another, who learns nothing', async () => {
    const aiko = await visitAccount('Aiko Tanaka')
    const ben = await visitAccount('Ben Carter')
    const [row] = await issuer.database.authSession.findMany({
      where: { user: { email: 'aiko@demo.example' } },
      orderBy: { createdAt: 'desc' },
    })
    const { csrf = '' } = fieldsAround(ben.page, '/sign-out')
    for (const id of [row?.id ?? '', 'nonsense', '\0', '']) {
      const after = await post(ben.browser, '/account/browsers/end', { csrf, browser: id })
      expect(statusOf(after)).toBe(GONE)
    }
    expect((await aiko.browser.go('/account')).url.pathname).toBe('/account')
  })
})

describe('applications with access', () => {
  it('are told with who they are, where, what for, since when and when last used', async () => {
    const { browser } = await visitAccount('Aiko Tanaka')
    await connect(browser, { scope: 'booking:read booking:write' })
    const text = sectionOf(await browser.go('/account'), 'applications')
    expect(text).toContain('Test web Known to Toolgraph Booking http://localhost:4301/mcp')
    expect(text).toContain('See rooms and your bookings booking:read')
    expect(text).toContain('Book rooms and cancel bookings booking:write')
    expect(text).toMatch(/Allowed \w{3} \d+, \d{4}, .* UTC Last used \w{3} \d+/)
    expect(text).toContain('can work for up to 10 minutes more')
  })

  it('are told in Japanese to who reads that', async () => {
    const { browser } = await visitAccount('Aiko Tanaka')
    await connect(browser)
    const text = sectionOf(await browser.go('/account?lang=ja'), 'applications')
    expect(text).toContain('会議室予約')
    expect(text).toContain('会議室と自分の予約を見る')
    expect(text).toMatch(/\d{4}年\d+月\d+日 \d\d:\d\d UTC/)
  })

  it('that named themselves are told to be unconfirmed, and their names are text', async () => {
    const { browser } = await visitAccount('Aiko Tanaka')
    const redirect = 'https://other.example/back'
    const { body } = await issuer.app.request('/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: '<b>Bank</b>',
        redirect_uris: [redirect],
        token_endpoint_auth_method: 'none',
      }),
    })
    const { client_id: id } = await new Response(body).json()
    await connect(browser, { client_id: id, redirect_uri: redirect })
    const page = await browser.go('/account')
    expect(page.html).toContain('&lt;b&gt;Bank&lt;/b&gt;')
    expect(sectionOf(page, 'applications')).toContain('nobody has confirmed it')

    await issuer.database.authClient.deleteMany({ where: { id } })
    const after = await browser.go('/account')
    expect(sectionOf(after, 'applications')).toContain(
      `An application that is no longer registered ${id}`,
    )
    expect(statusOf(await removeAccess(browser, after, { client: id, resource: BOOKING }))).toBe(
      'Access removed.',
    )
  })

  it('lose what was allowed and what they hold, together', async () => {
    const { browser, page } = await visitAccount('Aiko Tanaka')
    const one = await connect(browser)
    const two = await connect(browser)
    expect(await isActive(one['access_token'])).toBe(true)

    const after = await removeAccess(browser, page)
    expect(statusOf(after)).toBe('Access removed.')
    expect(sectionOf(after, 'applications')).toContain('No application has access in your name.')
    expect(sectionOf(after, 'activity')).toContain('Removed the access of Test web to Booking')
    for (const { refresh_token, access_token } of [one, two]) {
      expect(await refresh(issuer, refresh_token)).toMatchObject({
        status: 400,
        json: { error: 'invalid_grant' },
      })
      expect(await isActive(refresh_token)).toBe(false)
      expect(await isActive(access_token)).toBe(false)
    }
    expect((await browser.go(authorizeUrl({}))).html).toContain('Allow Test web to use Booking?')
  })

  it('lose the code that is under way, too', async () => {
    const { browser, page } = await visitAccount('Aiko Tanaka')
    const code = await obtainCode(browser)
    await removeAccess(browser, page)
    expect((await redeem(issuer, code)).json).toMatchObject({ error: 'invalid_grant' })
  })

  it('keep nothing of a code that is redeemed at the very moment of the removal', async () => {
    const { browser, page } = await visitAccount('Aiko Tanaka')
    for (let round = 0; round < 25; round += 1) {
      const code = await obtainCode(browser)
      const [{ json }] = await Promise.all([redeem(issuer, code), removeAccess(browser, page)])
      if (json['refresh_token'])
        expect((await refresh(issuer, json['refresh_token'])).status).toBe(400)
    }
    expect(sectionOf(await browser.go('/account'), 'applications')).toContain('No application')
  })

  it('keep what they have at other servers, and so do other applications and people', async () => {
    const aiko = await visitAccount('Aiko Tanaka')
    const ben = await visitAccount('Ben Carter')
    const bens = await connect(ben.browser)
    const elsewhere = await connect(aiko.browser, { resource: GRAPH, scope: 'connections:read' })
    await connect(aiko.browser)
    await removeAccess(aiko.browser, aiko.page)
    expect((await refresh(issuer, bens['refresh_token'])).status).toBe(200)
    expect((await refresh(issuer, elsewhere['refresh_token'])).status).toBe(200)
  })

  it('of one person cannot be ended by another, who learns nothing', async () => {
    const aiko = await visitAccount('Aiko Tanaka')
    const { client, resource } = { client: 'second', resource: BOOKING }
    const tokens = await connect(aiko.browser, {
      client_id: client,
      redirect_uri: SECOND_REDIRECT,
    })
    const ben = await visitAccount('Ben Carter')
    expect(statusOf(await removeAccess(ben.browser, ben.page, { client, resource }))).toBe(GONE)
    expect(
      statusOf(await removeAccess(ben.browser, ben.page, { client: 'nobody', resource: '\0' })),
    ).toBe(GONE)
    expect((await refresh(issuer, tokens['refresh_token'], { client_id: client })).status).toBe(200)
  })

  it('that the operator trusts are signed out', async () => {
    const { browser, page } = await visitAccount('Aiko Tanaka')
    const redirect = 'http://localhost:4000/auth/callback'
    const client = 'agent-web'
    const tokens = await connect(browser, {
      client_id: client,
      redirect_uri: redirect,
      resource: GRAPH,
      scope: 'servers:write',
    })
    const text = sectionOf(await browser.go('/account'), 'applications')
    expect(text).toContain('Part of Toolgraph')
    expect(text).toContain('Sign out there')
    const after = await removeAccess(browser, page, { client, resource: GRAPH })
    expect(statusOf(after)).toBe('Access removed.')
    expect(
      (await refresh(issuer, tokens['refresh_token'], { client_id: client })).json,
    ).toMatchObject({ error: 'invalid_grant' })
  })

  it('that only know a name are told so', async () => {
    const { browser } = await visitAccount('Ben Carter')
    await connect(browser, { resource: undefined, scope: undefined })
    const page = await browser.go('/account')
    expect(sectionOf(page, 'applications')).toContain('It knows your name, and nothing else.')
    const fields = fieldsAround(page, '/account/applications/remove', 'value="web"')
    expect(statusOf(await post(browser, '/account/applications/remove', fields))).toBe(
      'Access removed.',
    )
  })

  it('are told by names alone where the graph cannot be asked', async () => {
    const { browser } = await visitAccount('Aiko Tanaka')
    await connect(browser)
    const deaf = await createTestIssuer(
      { ...issuer, close: async () => {} },
      { fetch: () => new Promise<Response>(() => {}) },
    )
    const response = await deaf.app.request('/account', {
      headers: {
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    })
    const html = await response.text()
    expect(response.status).toBe(200)
    const text = sectionOf({ url: new URL(ISSUER), response, html }, 'applications')
    expect(text).toContain(`Known to Toolgraph ${BOOKING} booking:read Allowed`)
  })
})

describe('a server that acts for people at another', () => {
  it('is told in its own words, and can no longer act once that is removed', async () => {
    const own = await createActorsIssuer()
    const userId = await idOf(own, 'Aiko Tanaka')
    await grant(own, { userId, clientId: 'order', resource: PRODUCT, scopes: ['product:read'] })
    const browser = await signedInBrowser(own)
    const before = await browser.go('/account')
    expect(sectionOf(before, 'applications')).toContain('Order may act for you at Product')
    expect(sectionOf(before, 'applications')).toContain('Not used yet')

    const { access } = await personTokens(own)
    expect((await exchange(own, { subject_token: access, resource: PRODUCT })).status).toBe(200)
    const page = await browser.go('/account')
    expect(sectionOf(page, 'applications')).not.toContain('Not used yet')
    const action = '/account/applications/remove'
    const after = await post(browser, action, fieldsAround(page, action, 'value="order"'))
    expect(statusOf(after)).toBe('Access removed.')
    expect(sectionOf(after, 'applications')).not.toContain('act for you')
    expect((await exchange(own, { subject_token: access, resource: PRODUCT })).status).toBe(400)
    await own.close()
  })
})

describe('the password', () => {
  it('is changed from the account page by a code of a mail, and signs everything else out', async () => {
    const browser = createBrowser(issuer)
    const email = newEmail()
    await createAccount(browser, { email })
    const elsewhere = createBrowser(issuer)
    await elsewhere.submit(await elsewhere.go('/account'), 'Sign in', {
      email,
      password: PASSWORD,
    })
    const held = await connect(browser)

    const form = await goTo(browser, '/account/password', await browser.go('/account'))
    expect(form.html).toContain(`value="${email}"`)
    const enterCode = await browser.submit(form, 'Send the code')
    const code = await readCode(browser, email)
    const choose = await browser.submit(enterCode, 'Continue', { code })
    const page = await browser.submit(choose, 'Set the password', { password: 'another long one' })
    expect(page.url.pathname).toBe('/account')
    expect(sectionOf(page, 'activity')).toMatch(/^Recent activity Password changed/)
    expect((await elsewhere.go('/account')).url.pathname).toBe('/password/authorize')
    expect((await refresh(issuer, held['refresh_token'])).status).toBe(400)
  })

  it("of a ready account is everybody's, and is not offered to be changed", async () => {
    const { page } = await visitAccount('Aiko Tanaka')
    expect(page.html).not.toContain('/account/password')
  })
})

describe('every form of the account page', () => {
  const actions = [
    '/account/browsers/end',
    '/account/browsers/end-others',
    '/account/applications/remove',
  ]

  it.each(actions)('%s needs a token of this session', async (action) => {
    const ben = await visitAccount('Ben Carter')
    const aiko = await visitAccount('Aiko Tanaka')
    const { csrf = '' } = fieldsAround(ben.page, '/sign-out')
    for (const fields of [{}, { csrf: '' }, { csrf: 'x' }, { csrf }]) {
      expect((await post(aiko.browser, action, { ...fields })).response.status).toBe(403)
    }
  })

  it.each(actions)('%s is not for other sites', async (action) => {
    const { browser, page } = await visitAccount('Aiko Tanaka')
    const fields = fieldsAround(page, '/sign-out')
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: ISSUER, 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of foreign) {
      const response = await browser.send(action, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(fields).toString(),
      })
      expect(response.status).toBe(403)
    }
  })

  it.each(actions)('%s leads to sign-in where the session has ended', async (action) => {
    const { browser, page } = await visitAccount('Aiko Tanaka')
    const fields = fieldsAround(page, '/sign-out')
    issuer.clock.now += 13 * 3600 * 1000
    expect((await post(browser, action, fields)).url.pathname).toBe('/password/authorize')
  })

  it('works in two tabs; the second to remove the same thing is told that it had gone', async () => {
    const { browser } = await visitAccount('Aiko Tanaka')
    await connect(browser)
    const tabs = [await browser.go('/account'), await browser.go('/account?lang=ja')]
    const action = '/account/applications/remove'
    const forms = tabs.map((tab) => fieldsAround(tab, action, 'value="web"'))
    expect(statusOf(await post(browser, action, forms[0] ?? {}))).toBe('Access removed.')
    expect(statusOf(await post(browser, action, forms[1] ?? {}))).toBe(
      'すでに終了しています。変更はありません。',
    )
  })

  it('answers with a redirect, so that a reload repeats nothing', async () => {
    const { browser, page } = await visitAccount('Aiko Tanaka')
    const response = await browser.send('/account/browsers/end-others', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: ISSUER },
      body: new URLSearchParams(fieldsAround(page, '/sign-out')).toString(),
    })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toMatch(/^\/account\?/)
  })
})

describe('recent activity', () => {
  it('tells of sign-ins and decisions, latest first, and of no more than twenty', async () => {
    const { browser } = await visitAccount('Aiko Tanaka', { 'x-test-address': '198.51.100.7' })
    await connect(browser, { prompt: 'consent' })
    const page = await browser.go('/account')
    const text = sectionOf(page, 'activity')
    expect(text).toMatch(/Allowed Test web to use Booking .*Signed in, for Toolgraph/)
    expect(text).toContain('198.51.100.7')
    for (let round = 0; round < 12; round += 1) await connect(browser, { prompt: 'consent' })
    const after = await browser.go('/account')
    expect(
      [...after.html.matchAll(/<ol class="events">[\s\S]*<\/ol>/g)].join('').split('<li>').length,
    ).toBeLessThanOrEqual(21)
  })

  it('tells of sign-ins that were refused, a run of them as one', async () => {
    const browser = createBrowser(issuer)
    const email = newEmail()
    await createAccount(browser, { email })
    for (let slip = 0; slip < 3; slip += 1) {
      const stranger = createBrowser(issuer, { 'x-test-address': '203.0.113.66' })
      const page = await stranger.submit(await stranger.go('/account'), 'Sign in', {
        email,
        password: 'a guess of mine',
      })
      expect(page.html).not.toContain('userId')
    }
    const text = sectionOf(await browser.go('/account'), 'activity')
    expect(text).toMatch(/Sign-in refused 3 times \w{3} \d+, .* UTC · 203\.0\.113\.66/)
    expect(text).toContain('Account created')
  })

  it('tells nobody of the doings of somebody else', async () => {
    const { browser } = await visitAccount('Ben Carter')
    const events = await issuer.database.authAuditEvent.count({
      where: { action: 'access.removed' },
    })
    expect(events).toBeGreaterThan(0)
    expect(sectionOf(await browser.go('/account'), 'activity')).not.toContain('Second')
  })
})
