import { createDatabase } from '@toolgraph/database/node'
import { createTestDatabase } from '@toolgraph/testing'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  authorizeUrl,
  BOOKING,
  createBrowser,
  createPkce,
  createTestIssuer,
  dumpDatabase,
  GRAPH,
  inParallel,
  introspect,
  ISSUER,
  obtainCode,
  postForm,
  redeem,
  REDIRECT,
  refresh,
  SECOND_REDIRECT,
  signInAsAiko,
  type TestIssuer,
} from './issuer-harness.ts'

// What a stock OpenAuth lets pass, a test a row, under the paragraph that forbids it. `threats.test.ts`
// holds the list.

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())

const authorize = (parameters: Record<string, string | undefined>, init?: RequestInit) =>
  issuer.app.request(authorizeUrl(parameters), init)
const newCode = () => obtainCode(createBrowser(issuer))
const newTokens = async () => (await redeem(issuer, await newCode())).json

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
})

describe('a code', () => {
  it('OAuth 2.1 §4.1.3: 100 parallel redemptions of one code give exactly one token set', async () => {
    const code = await newCode()
    const answers = await inParallel(100, () => redeem(issuer, code))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const refused = answers.filter(({ status }) => status === 400)
    expect(refused.map(({ json }) => json['error'])).toEqual(Array(99).fill('invalid_grant'))
  })

  it('OAuth 2.1 §4.1.3: a replay after success revokes the family', async () => {
    const code = await newCode()
    const { json } = await redeem(issuer, code)
    const rotated = await refresh(issuer, json['refresh_token'])
    expect((await redeem(issuer, code)).json['error']).toBe('invalid_grant')

    const next = await refresh(issuer, rotated.json['refresh_token'])
    expect(next.json['error']).toBe('invalid_grant')
    for (const token of [json['access_token'], rotated.json['access_token']])
      expect(await introspect(issuer, token)).toEqual({ active: false })
  })

  it('RFC 9700 §4.5: a code is bound to its client and its redirect', async () => {
    const code = await newCode()
    const other = { client_id: 'second', redirect_uri: SECOND_REDIRECT }
    expect((await redeem(issuer, code, other)).json['error']).toBe('invalid_grant')
    const elsewhere = await redeem(issuer, code, { redirect_uri: 'https://evil.example' })
    expect(elsewhere.json['error']).toBe('invalid_grant')
    expect((await redeem(issuer, code)).status).toBe(200)
  })
})

describe('a refresh token', () => {
  it('OAuth 2.1 §4.3.1: 100 parallel refreshes leave one live family', async () => {
    const { refresh_token: token } = await newTokens()
    const answers = await inParallel(100, () => refresh(issuer, token))
    const given = answers.filter(({ status }) => status === 200)
    expect(given.length).toBeGreaterThanOrEqual(1)
    const successors = new Set(given.map(({ json }) => json['refresh_token']))
    expect(successors.size).toBe(1)

    const [successor] = successors
    expect((await refresh(issuer, successor)).status).toBe(200)
  })

  it('OAuth 2.1 §4.3.1: a spent token that comes back revokes the family', async () => {
    const { refresh_token: first } = await newTokens()
    const { json: second } = await refresh(issuer, first)
    const { json: third } = await refresh(issuer, second['refresh_token'])
    expect((await refresh(issuer, first)).json['error']).toBe('invalid_grant')
    expect((await refresh(issuer, third['refresh_token'])).json['error']).toBe('invalid_grant')
    expect(await introspect(issuer, third['access_token'])).toEqual({ active: false })
  })

  it('RFC 7009 §2.1: a family that is revoked in the midst of refreshes and replays has no live token', async () => {
    for (let round = 0; round < 5; round += 1) {
      const code = await newCode()
      const { json } = await redeem(issuer, code)
      const { refresh_token: token } = json
      const [given] = await Promise.all([
        inParallel(10, () => refresh(issuer, token)),
        postForm(issuer, '/revoke', { client_id: 'web', token: String(token) }),
        round % 2 === 0 ? redeem(issuer, code) : undefined,
        inParallel(10, () => refresh(issuer, token)),
      ])
      for (const { json: set } of [...given, { json }]) {
        if (!('refresh_token' in set)) continue
        expect(await introspect(issuer, set['access_token'])).toEqual({ active: false })
        expect((await refresh(issuer, set['refresh_token'])).status).toBe(400)
      }
    }
  })

  it('RFC 6749 §10.4: a refresh token is of no use to another client, and nothing is spent', async () => {
    const { refresh_token: token } = await newTokens()
    const foreign = await refresh(issuer, token, { client_id: 'second' })
    expect([foreign.status, foreign.json['error']]).toEqual([400, 'invalid_grant'])
    const { json } = await refresh(issuer, token)
    expect(json['refresh_token']).toBeTypeOf('string')
    // Nor within the time in which a lost answer is given again.
    expect((await refresh(issuer, token, { client_id: 'second' })).status).toBe(400)
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

describe('what a token is', () => {
  it.each([BOOKING, GRAPH, `${GRAPH}/`])(
    'RFC 8707 §2: the audience of a token for %s is that server',
    async (resource) => {
      const scope = resource === BOOKING ? 'booking:read' : 'servers:write'
      const code = await obtainCode(createBrowser(issuer), { resource, scope })
      const { json } = await redeem(issuer, code, { resource })
      expect(decodeJwt(String(json['access_token'])).aud).toBe(resource.replace(/\/$/, ''))
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

  it('RFC 8707 §2.2: neither a code nor a refresh token leads to another server', async () => {
    const code = await newCode()
    expect((await redeem(issuer, code, { resource: GRAPH })).json['error']).toBe('invalid_target')
    const { json } = await redeem(issuer, code)
    const other = await refresh(issuer, json['refresh_token'], { resource: GRAPH })
    expect(other.json['error']).toBe('invalid_target')
    expect((await refresh(issuer, json['refresh_token'])).status).toBe(200)
  })

  it('RFC 6749 §5.1: a token answer says Bearer, how long, and that nobody may keep it', async () => {
    const first = await redeem(issuer, await newCode())
    const next = await refresh(issuer, first.json['refresh_token'])
    for (const { response, json } of [first, next]) {
      expect(response.headers.get('content-type')).toMatch(/^application\/json/)
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(response.headers.get('pragma')).toBe('no-cache')
      expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: 'booking:read' })
    }
  })

  it('RFC 9068 §2: an access token is at+jwt with iat, jti, scope and client_id, for ten minutes', async () => {
    const jwks = await (await issuer.app.request('/.well-known/jwks.json')).json()
    const { access_token: first } = await newTokens()
    const { access_token: second } = await newTokens()
    const { payload } = await jwtVerify(String(first), createLocalJWKSet(jwks), {
      issuer: ISSUER,
      audience: BOOKING,
      typ: 'at+jwt',
      algorithms: ['ES256'],
    })
    expect(payload).toMatchObject({ client_id: 'web', scope: 'booking:read', name: 'Aiko Tanaka' })
    expect(payload.exp).toBe((payload.iat ?? 0) + 600)
    expect(payload.jti).toBeTypeOf('string')
    expect(decodeJwt(String(second)).jti).not.toBe(payload.jti)
    expect(decodeProtectedHeader(String(first)).kid).toBeTypeOf('string')
  })

  it('RFC 9068 §2.2: the subject is the id of the account, not made of what may change', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    const subject = async () =>
      decodeJwt(
        String((await redeem(own, await obtainCode(createBrowser(own)))).json['access_token']),
      )
    const before = await subject()
    const { id } = await own.database.authUser.findUniqueOrThrow({
      where: { email: 'aiko@demo.example' },
    })
    await own.database.authUser.update({ where: { id }, data: { name: 'Aiko Carter' } })
    const after = await subject()
    expect([before.sub, after.sub]).toEqual([id, id])
    expect([before['name'], after['name']]).toEqual(['Aiko Tanaka', 'Aiko Carter'])
    await own.close()
  })
})

describe('what stays behind', () => {
  it('RFC 6819 §4.4.1.1: no query, code, token, secret or password is in a log or in the database', async () => {
    const printed: string[] = []
    const { log, error, info, warn } = console
    const print = (...parts: unknown[]) => void printed.push(parts.join(' '))
    Object.assign(console, { log: print, error: print, info: print, warn: print })
    const own = await createTestIssuer(await createTestDatabase('auth'))
    const browser = createBrowser(own)
    const state = 'the-state-of-the-client'
    const code = await obtainCode(browser, { state })
    const first = await redeem(own, code)
    const next = await refresh(own, first.json['refresh_token'])
    await redeem(own, code, { code_verifier: 'wrong' })
    await refresh(own, 'tgr_refused-canary')
    await introspect(own, next.json['access_token'])
    await postForm(own, '/revoke', {
      client_id: 'web',
      token: String(next.json['refresh_token']),
    })
    Object.assign(console, { log, error, info, warn })

    const kept = [await dumpDatabase(own), JSON.stringify(own.lines), ...printed].join('\n')
    for (const secret of [
      code.code,
      code.verifier,
      ...[first, next].flatMap(({ json }) => [json['access_token'], json['refresh_token']]),
      ...browser.cookies.values(),
      'tgr_refused-canary',
      'toolgraph-demo',
      'the-secret-of-booking',
      'a-secret-for-tests-only',
    ])
      expect(kept).not.toContain(String(secret))
    expect(kept).not.toMatch(/BEGIN PRIVATE KEY|"d":/)
    expect(printed).toEqual([])
    expect(JSON.stringify(own.lines)).not.toContain(state)
    await own.close()
  })

  it('RFC 6819 §5.1.4.1.3: a code, a refresh token, a session and a client secret are kept as hashes', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    const browser = createBrowser(own)
    const code = await obtainCode(browser)
    const { json } = await redeem(own, code)
    const registered = await own.app.request('/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: [REDIRECT] }),
    })
    const client = await registered.json()

    const { database } = own
    const isHash = expect.stringMatching(/^[0-9a-f]{64}$/)
    expect(await database.authCode.findMany()).toMatchObject([{ id: isHash }])
    expect(await database.authRefreshToken.findMany()).toMatchObject([{ id: isHash }])
    expect(await database.authSession.findMany()).toMatchObject([{ id: isHash }])
    expect(await database.authClient.findMany()).toMatchObject([{ secretHash: isHash }])
    const dump = await dumpDatabase(own)
    expect(dump).not.toContain(client.client_secret)
    expect(dump).not.toContain(json['refresh_token'])
    await own.close()
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
