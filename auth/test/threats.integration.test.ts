import { createDatabase } from '@toolgraph/database/node'
import { createTestDatabase } from '@toolgraph/testing'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  authorizeUrl,
  BOOKING,
  createBrowser,
  createPkce,
  createTestIssuer,
  GRAPH,
  ISSUER,
  obtainCode,
  postForm,
  redeem,
  REDIRECT,
  SECOND_REDIRECT,
  signInAsAiko,
  type TestIssuer,
} from './issuer-harness.ts'

// What a stock OpenAuth lets pass in authorization requests, a test a row, under the paragraph that forbids it. `threats.test.ts`
// holds the list.

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())

const authorize = (parameters: Record<string, string | undefined>, init?: RequestInit) =>
  issuer.app.request(authorizeUrl(parameters), init)
const newCode = () => obtainCode(createBrowser(issuer))

/** A page of ours that leads nowhere and repeats nothing. */
async function expectLocalPage(response: Response) {
  expect(response.status).toBe(400)
  expect(response.headers.get('location')).toBeNull()
  expect(response.headers.get('refresh')).toBeNull()
  expect(response.headers.get('content-type')).toMatch(/^text\/html/)
  expect(await response.text()).not.toContain('evil.example')
}

/** A refusal that the client is told at its own redirect. */
async function expectRefusal(parameters: Record<string, string | undefined>, error: string) {
  const { url } = await createBrowser(issuer).go(authorizeUrl(parameters))
  expect(`${url.origin}${url.pathname}`).toBe(REDIRECT)
  expect(Object.fromEntries(url.searchParams)).toMatchObject({ error, state: 'the-state' })
  expect(url.searchParams.has('code')).toBe(false)
  expect(url.hash).toBe('')
}

describe('where an answer may go', () => {
  it.each([
    ['of a stranger', 'https://evil.example/'],
    ['that only begins like the registered one', `${REDIRECT}/../evil`],
    ['with more at its end', `${REDIRECT}.evil.example`],
    ['with another query', `${REDIRECT}?next=https://evil.example`],
    ['with a fragment', `${REDIRECT}#evil.example`],
    ['of another case', 'https://app.example/CALLBACK'],
    ['of another scheme', 'http://app.example/callback'],
    ['of another port', 'https://app.example:444/callback'],
    ['of a host below', 'https://evil.example.app.example/callback'],
    ['with credentials', 'https://app.example@evil.example/callback'],
    ['with a backslash', 'https://app.example\\@evil.example/callback'],
    ['with a dot that is none', 'https://app.example\u3002evil.example/callback'],
    ['with a tab inside', 'https://app.example/call\tback'],
    ['with a new line', `${REDIRECT}\r\nlocation: https://evil.example`],
    ['with a percent sign more', 'https://app.example/%63allback'],
    ['without a scheme', '//evil.example/callback'],
    ['that is a script', 'javascript:alert(1)'],
    ['that is data', 'data:text/html,<script>location="https://evil.example"</script>'],
    ['that is missing', undefined],
  ])(
    'RFC 6749 §3.1.2.4: an unregistered redirect_uri, %s, is answered by a page of ours, never a redirect',
    async (_name, uri) => {
      await expectLocalPage(await authorize({ redirect_uri: uri }))
    },
  )

  it('RFC 6749 §3.1: a redirect_uri that stands twice is answered by a page of ours', async () => {
    for (const more of [REDIRECT, 'https://evil.example/']) {
      const url = `${authorizeUrl({})}&redirect_uri=${encodeURIComponent(more)}`
      await expectLocalPage(await issuer.app.request(url))
    }
  })

  it.each([
    ['an unknown client', 'x', 'https:evil.example'],
    ['an unknown client at a known redirect', 'nobody', REDIRECT],
    ['a client at the redirect of another', 'second', REDIRECT],
    ['a client that has no redirect', 'booking', 'https://evil.example'],
    ['a client id with a zero byte', 'we\0b', REDIRECT],
    ['no client', undefined, REDIRECT],
  ])('RFC 6749 §4.1.2.1: %s is answered by a page of ours', async (_name, client_id, uri) => {
    await expectLocalPage(await authorize({ client_id, redirect_uri: uri }))
  })

  it.each([
    ['without a response type', { response_type: undefined }],
    ['for an implicit token', { response_type: 'token' }],
    ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }],
    ['for a resource that nobody knows', { resource: 'https://evil.example/mcp' }],
    ['for a scope that nobody knows', { scope: 'evil' }],
    ['that may show nothing', { prompt: 'none' }],
    ['with a request object', { request_uri: 'https://evil.example' }],
  ])(
    'RFC 9700 §4.11.2: a request %s is no way to an unregistered redirect',
    async (_name, parameters) => {
      await expectLocalPage(
        await authorize({ ...parameters, redirect_uri: 'https://evil.example' }),
      )
    },
  )

  it('RFC 9700 §4.11.2: a fault inside is a page with an id, neither a redirect nor its words', async () => {
    const own = await createTestDatabase('auth')
    const failing = await createTestIssuer(own)
    const browser = createBrowser(failing)
    const consent = await signInAsAiko(browser, await browser.go(authorizeUrl({})))
    // OpenAuth answers a fault by a redirect to whatever redirect_uri came, with the fault's words.
    const owner = createDatabase(own.ownerUrl)
    await owner.$executeRawUnsafe('ALTER TABLE auth."AuthCode" RENAME TO "Gone"')
    await owner.$disconnect()

    const { response, html, url } = await browser.submit(consent, 'Allow')
    expect(response.status).toBe(500)
    expect(url.origin).toBe(ISSUER)
    expect(html).toContain('Something went wrong on our side.')
    expect(html).not.toMatch(/AuthCode|prisma|does not exist/i)
    await failing.close()
  })
})

describe('what an authorization request must have', () => {
  it('RFC 7636 §4.4.1: a request without a code_challenge is refused', async () => {
    const none = { code_challenge: undefined, code_challenge_method: undefined }
    await expectRefusal(none, 'invalid_request')
    await expectRefusal({ code_challenge: undefined }, 'invalid_request')
  })

  it('RFC 7636 §4.3: a challenge without a method, which would mean plain, is refused', async () => {
    await expectRefusal({ code_challenge_method: undefined }, 'invalid_request')
    await expectRefusal({ code_challenge_method: '' }, 'invalid_request')
  })

  it.each(['plain', 's256', 'S512', 'none', 'S256 plain'])(
    'RFC 7636 §4.2: the code_challenge_method %j is refused',
    async (method) => {
      await expectRefusal({ code_challenge_method: method }, 'invalid_request')
    },
  )

  it.each(['short', 'a'.repeat(44), `${'a'.repeat(42)}=`, `${'a'.repeat(42)}+`])(
    'RFC 7636 §4.2: the challenge %j, which is no SHA-256, is refused',
    async (challenge) => {
      await expectRefusal({ code_challenge: challenge }, 'invalid_request')
    },
  )

  it.each([
    ['no verifier', undefined],
    ['another verifier', 'a'.repeat(43)],
    ['the challenge itself', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
    ['a verifier that is too long', 'a'.repeat(5000)],
  ])('RFC 9700 §4.8: a code is not redeemed with %s', async (_name, verifier) => {
    const code = await newCode()
    const { status, json } = await redeem(issuer, code, { code_verifier: verifier })
    expect([status, json['error']]).toEqual([400, 'invalid_grant'])
    expect((await redeem(issuer, code)).status).toBe(200)
  })

  it.each(['token', 'id_token', 'code token', 'code id_token', 'none', 'CODE'])(
    'RFC 9700 §2.1.2: the response type %j is refused, and no token comes in an address',
    async (type) => {
      await expectRefusal({ response_type: type }, 'unsupported_response_type')
    },
  )

  it.each(['fragment', 'form_post', 'web_message'])(
    'RFC 9700 §2.1.2: the response mode %j is refused',
    async (mode) => {
      await expectRefusal({ response_mode: mode }, 'invalid_request')
    },
  )

  it.each([
    ['a server that nobody knows', 'https://evil.example/mcp'],
    ['a longer address', `${BOOKING}.evil.example`],
    ['an address inside', `${BOOKING}/inside`],
    ['another case', BOOKING.toUpperCase()],
    ['a fragment', `${BOOKING}#x`],
    ['a name', 'booking'],
    ['the issuer', ISSUER],
  ])('RFC 8707 §2: no token is asked for %s', async (_name, resource) => {
    await expectRefusal({ resource }, 'invalid_target')
  })

  it('RFC 8707 §2: two resources at once are refused', async () => {
    const url = `${authorizeUrl({})}&resource=${encodeURIComponent(GRAPH)}`
    const { url: told } = await createBrowser(issuer).go(url)
    expect(told.searchParams.get('error')).toBe('invalid_target')
  })
})

describe('who the issuer is', () => {
  const headers = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '444',
    'x-forwarded-prefix': '/evil',
    'x-forwarded-server': 'evil.example',
    'x-original-host': 'evil.example',
    'x-original-url': 'https://evil.example/',
    'x-host': 'evil.example',
    forwarded: 'host=evil.example;proto=https',
    host: 'evil.example',
  }

  it.each(['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'])(
    'RFC 8414 §3.3: a spoofed forwarded host changes nothing in %s',
    async (path) => {
      const spoofed = await (await issuer.app.request(path, { headers })).text()
      expect(spoofed).toBe(await (await issuer.app.request(path)).text())
      expect(JSON.parse(spoofed)).toMatchObject({
        issuer: ISSUER,
        token_endpoint: `${ISSUER}/token`,
      })
    },
  )

  it('RFC 9700 §4.13: a spoofed forwarded host changes nothing in a flow or a token', async () => {
    const browser = createBrowser(issuer, headers)
    const consent = await signInAsAiko(
      browser,
      await browser.go(authorizeUrl({ prompt: 'consent' })),
    )
    expect(consent.html).not.toContain('evil.example')
    const code = await obtainCode(browser)
    expect(code.location.href.startsWith(`${REDIRECT}?code=`)).toBe(true)
    expect(code.location.searchParams.get('iss')).toBe(ISSUER)

    const form = { grant_type: 'authorization_code', client_id: 'web', redirect_uri: REDIRECT }
    const proof = { code: code.code, code_verifier: code.verifier }
    const { json } = await postForm(issuer, '/token', { ...form, ...proof }, headers)
    expect(decodeJwt(String(json['access_token'])).iss).toBe(ISSUER)
  })

  it('RFC 8414 §2: the metadata says S256, code alone, and all that MCP clients must find', async () => {
    const response = await issuer.app.request('/.well-known/oauth-authorization-server')
    expect(await response.json()).toMatchObject({
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/authorize`,
      token_endpoint: `${ISSUER}/token`,
      registration_endpoint: `${ISSUER}/register`,
      revocation_endpoint: `${ISSUER}/revoke`,
      jwks_uri: `${ISSUER}/.well-known/jwks.json`,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      client_id_metadata_document_supported: true,
    })
  })

  it.each([
    ['a code', {}],
    ['access_denied', { prompt: 'consent' }],
    ['login_required', { prompt: 'none' }],
    ['invalid_scope', { scope: 'unknown' }],
    ['invalid_target', { resource: 'https://nobody.example/mcp' }],
    ['unsupported_response_type', { response_type: 'token' }],
  ])('RFC 9207 §2: %s comes with iss and the state as it was', async (answer, parameters) => {
    const browser = createBrowser(issuer)
    const state = 'a state/+%&=é"'
    let page = await signInAsAiko(browser, await browser.go(authorizeUrl({ ...parameters, state })))
    const button = answer === 'access_denied' ? 'Do not allow' : 'Allow'
    if (page.html.includes('value="allow"')) page = await browser.submit(page, button)

    const told = Object.fromEntries(page.url.searchParams)
    expect(told).toMatchObject({ iss: ISSUER, state })
    expect('code' in told ? 'a code' : told['error']).toBe(answer)
  })
})

describe('two requests at once', () => {
  it('RFC 6749 §4.1.1: two tabs, two clients and two languages of one browser never mix', async () => {
    const browser = createBrowser(issuer)
    const one = createPkce()
    const two = createPkce()
    const second = { client_id: 'second', redirect_uri: SECOND_REDIRECT }
    // Each step of one stands between two steps of the other, and the second tab answers first.
    const first = await browser.go(
      authorizeUrl({
        state: 'one',
        code_challenge: one.challenge,
        prompt: 'consent',
        ui_locales: 'en',
      }),
    )
    const other = await browser.go(
      authorizeUrl({
        ...second,
        state: 'two',
        code_challenge: two.challenge,
        prompt: 'consent',
        scope: 'booking:write',
        ui_locales: 'ja',
      }),
    )
    expect(first.html).toContain('<html lang="en">')
    expect(other.html).toContain('<html lang="ja">')
    const firstConsent = await signInAsAiko(browser, first)
    const otherConsent = await browser.submit(other, 'Aiko Tanakaとして続ける')
    expect(firstConsent.html).toContain('<html lang="en">')
    expect(firstConsent.html).toContain('Test web')
    expect(firstConsent.html).toContain('booking:read')
    expect(firstConsent.html).not.toMatch(/Second|booking:write/)
    expect(otherConsent.html).toContain('<html lang="ja">')
    expect(otherConsent.html).toContain('Second')
    expect(otherConsent.html).toContain('booking:write')
    expect(otherConsent.html).not.toMatch(/Test web|booking:read/)

    const otherDone = await browser.submit(otherConsent, '許可する')
    const firstDone = await browser.submit(firstConsent, 'Allow')
    expect(`${firstDone.url.origin}${firstDone.url.pathname}`).toBe(REDIRECT)
    expect(`${otherDone.url.origin}${otherDone.url.pathname}`).toBe(SECOND_REDIRECT)
    expect(firstDone.url.searchParams.get('state')).toBe('one')
    expect(otherDone.url.searchParams.get('state')).toBe('two')

    const firstCode = { code: firstDone.url.searchParams.get('code') ?? '', verifier: one.verifier }
    const otherCode = { code: otherDone.url.searchParams.get('code') ?? '', verifier: two.verifier }
    expect((await redeem(issuer, firstCode, second)).json['error']).toBe('invalid_grant')
    expect((await redeem(issuer, otherCode)).json['error']).toBe('invalid_grant')
    const firstTokens = await redeem(issuer, firstCode)
    const otherTokens = await redeem(issuer, otherCode, second)
    const claims = [firstTokens, otherTokens].map(({ json }) =>
      decodeJwt(String(json['access_token'])),
    )
    expect(claims).toMatchObject([
      { client_id: 'web', scope: 'booking:read' },
      { client_id: 'second', scope: 'booking:write' },
    ])
  })

  it('RFC 6749 §10.12: one person never answers what was shown to another', async () => {
    const browser = createBrowser(issuer)
    const shown = await signInAsAiko(browser, await browser.go(authorizeUrl({ prompt: 'consent' })))
    const switched = await browser.submit(
      await browser.go(authorizeUrl({ prompt: 'consent' })),
      'Use another account',
    )
    await browser.submit(switched, 'Continue as Ben Carter')

    const again = await browser.submit(shown, 'Allow')
    expect(again.url.origin).toBe(ISSUER)
    expect(again.html).toContain('Ben Carter')
  })

  it('RFC 6749 §10.12: another browser than the one that asked cannot go on', async () => {
    const begun = await createBrowser(issuer).go(authorizeUrl({ prompt: 'login' }))
    const stranger = createBrowser(issuer)
    await obtainCode(stranger)
    for (const step of [begun.url.href, begun.url.href.replace('/password/', '/consent/')])
      await expectLocalPage(await stranger.send(step))
  })
})

describe('consent', () => {
  it('RFC 6749 §10.2: no code is given that a person has not allowed on a page', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    const browser = createBrowser(own)
    const page = await signInAsAiko(browser, await browser.go(authorizeUrl({})))
    expect(page.html).toContain('value="allow"')
    expect(await own.database.authCode.count()).toBe(0)
    const denied = await browser.submit(page, 'Do not allow')
    expect(denied.url.searchParams.get('error')).toBe('access_denied')
    expect(await own.database.authCode.count()).toBe(0)
    expect(await own.database.authGrant.count()).toBe(0)

    const silent = await browser.go(authorizeUrl({ prompt: 'none' }))
    expect(silent.url.searchParams.get('error')).toBe('consent_required')
    await own.close()
  })
})
