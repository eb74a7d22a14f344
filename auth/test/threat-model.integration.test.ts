import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { createTestDatabase } from '@toolgraph/testing'
import { base64url, decodeJwt, decodeProtectedHeader, exportSPKI, importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createActorsIssuer, exchange, ORDER, secretOf } from './actors-harness.ts'
import {
  authorizeUrl,
  basic,
  BOOKING_ANSWER,
  createBrowser,
  createTestIssuer,
  dumpDatabase,
  fakeGraph,
  GRAPH,
  inParallel,
  introspect,
  ISSUER,
  obtainCode,
  postForm,
  redeem,
  REDIRECT,
  refresh,
  signInAsAiko,
  type TestIssuer,
} from './issuer-harness.ts'

// What went wrong at others and must not go wrong here, under the paragraph that it breaks.
// `threats.test.ts` holds the list.

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createActorsIssuer()
})
afterAll(() => issuer.close())

const newTokens = async () => (await redeem(issuer, await obtainCode(createBrowser(issuer)))).json

async function register(at: TestIssuer, metadata: object, headers: Record<string, string> = {}) {
  const response = await at.app.request('/register', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token_endpoint_auth_method: 'none', ...metadata }),
  })
  return { status: response.status, json: await response.json() }
}

describe('headers that only a gateway of ours could send', () => {
  const names = `
    x-user x-user-id x-user-email x-remote-user remote-user x-forwarded-user x-forwarded-email
    x-authenticated-user x-authenticated-userid x-webauth-user x-auth-request-email x-original-user
    x-ms-client-principal-name x-amzn-oidc-identity cf-access-authenticated-user-email
    x-goog-authenticated-user-email x-client-id x-forwarded-client-cert x-ssl-client-s-dn
    x-api-key x-internal x-admin`
    .trim()
    .split(/\s+/)
  const claims = ['aiko@demo.example', 'booking', 'CN=booking', 'true']

  it.each(claims)('RFC 9700 §4.13: that say %j make nobody of anybody', async (claim) => {
    const headers = Object.fromEntries(names.map((name) => [name, claim]))
    const home = await issuer.app.request('/', { headers })
    expect(await home.text()).toContain('You are not signed in')
    const asked = await createBrowser(issuer, headers).go(authorizeUrl({ prompt: 'none' }))
    expect(asked.url.searchParams.get('error')).toBe('login_required')

    const machine = { grant_type: 'client_credentials', resource: GRAPH }
    for (const form of [machine, { ...machine, client_id: 'booking' }])
      expect((await postForm(issuer, '/token', form, headers)).status).toBe(401)
    const token = { token: 'x', client_id: 'booking' }
    expect((await postForm(issuer, '/introspect', token, headers)).status).toBe(401)
  })

  it('RFC 9700 §4.13: that name an address do not share out a limit anew', async () => {
    const own = await createTestIssuer(
      { ...issuer, close: async () => {} },
      { clientAddress: () => '203.0.113.7' },
    )
    let count = 0
    const answers = await inParallel(70, () => {
      const address = `198.51.100.${(count += 1)}`
      const headers = { 'x-forwarded-for': address, forwarded: `for=${address}` }
      return register(own, { redirect_uris: [REDIRECT] }, { ...headers, 'x-real-ip': address })
    })
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10)
  })
})

describe('a secret that everybody knows', () => {
  const SECRETS = [
    'AUTH_SECRET',
    'BOOKING_CLIENT_SECRET',
    'PRODUCT_CLIENT_SECRET',
    'ORDER_CLIENT_SECRET',
    'FORM_CLIENT_SECRET',
    'GRAPH_CLIENT_SECRET',
  ]
  const entry = path.join(import.meta.dirname, '../src/entry/node.ts')
  const start = (environment: Record<string, string>) =>
    spawnSync(process.execPath, [entry], {
      encoding: 'utf8',
      timeout: 30_000,
      env: {
        PATH: process.env['PATH'],
        TOOLGRAPH_MODE: 'production',
        DATABASE_URL: issuer.url,
        ISSUER_URL: 'https://auth.example',
        ...environment,
      },
    })

  it('RFC 6819 §5.1.4.1.1: the issuer does not boot in production with its default secrets', () => {
    const { status, stdout, stderr } = start({})
    expect(status).not.toBe(0)
    for (const name of SECRETS) expect(stdout + stderr).toContain(name)
    expect(stdout + stderr).not.toContain('development-only')
  })

  it('RFC 6819 §5.1.4.1.1: nor with a default that is written out', () => {
    const set = Object.fromEntries(SECRETS.map((name) => [name, `a secret of our own: ${name}`]))
    const { status, stderr } = start({ ...set, AUTH_SECRET: 'development-only-auth-secret' })
    expect(status).not.toBe(0)
    expect(stderr).toContain('AUTH_SECRET must be set to a secret of your own in production')
  })
})

describe('a token that somebody else made', () => {
  const encode = (value: unknown) => base64url.encode(JSON.stringify(value))

  /** The claims and the key id of a token that is good. */
  async function goodToken() {
    const token = String((await newTokens())['access_token'])
    const { keys } = await (await issuer.app.request('/.well-known/jwks.json')).json()
    const { kid = '' } = decodeProtectedHeader(token)
    const jwk = keys.find((key: { kid: string }) => key.kid === kid)
    return { token, claims: decodeJwt(token), kid, jwk }
  }

  const hmac = (claims: object, header: object, secret: string) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header })
      .sign(new TextEncoder().encode(secret))

  const forgeries: [string, (good: Awaited<ReturnType<typeof goodToken>>) => Promise<string>][] = [
    ...['none', 'None', 'NONE', ''].map(
      (alg): [string, (good: Awaited<ReturnType<typeof goodToken>>) => Promise<string>] => [
        `with alg ${JSON.stringify(alg)} and no signature`,
        async ({ claims, kid }) => `${encode({ alg, typ: 'at+jwt', kid })}.${encode(claims)}.AA`,
      ],
    ),
    [
      'with alg none and the signature of a good one',
      async ({ token, claims, kid }) =>
        `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${encode(claims)}.${token.split('.')[2]}`,
    ],
    [
      'with HS256 and the public key as its secret',
      async ({ claims, kid, jwk }) => hmac(claims, { kid }, JSON.stringify(jwk)),
    ],
    [
      'with HS256 and the public key in PEM as its secret',
      async ({ claims, kid, jwk }) => {
        const key = await importJWK(jwk, 'ES256', { extractable: true })
        return hmac(claims, { kid }, await exportSPKI(key as CryptoKey))
      },
    ],
    [
      'with HS256 and the x of the public key',
      async ({ claims, kid, jwk }) => hmac(claims, { kid }, jwk.x),
    ],
    ['signed by another key under a known id', async ({ claims, kid }) => sign(claims, { kid })],
    [
      'that brings its own key',
      async ({ claims }) => {
        const { privateKey, publicKey } = await newKey()
        const jwk = await crypto.subtle.exportKey('jwk', publicKey)
        const { kty = '', crv = '', x = '', y = '' } = jwk
        return new SignJWT(claims)
          .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', jwk: { kty, crv, x, y } })
          .sign(privateKey)
      },
    ],
    [
      'that names where its key is',
      async ({ claims, kid }) => sign(claims, { kid, jku: 'https://evil.example/jwks.json' }),
    ],
    [
      'with a key id that looks elsewhere',
      async ({ claims }) => sign(claims, { kid: "../../dev/null' OR 1=1 --" }),
    ],
    [
      'whose claims were changed',
      async ({ token, claims }) => {
        const [header, , signature] = token.split('.')
        return `${header}.${encode({ ...claims, scope: 'booking:read booking:write' })}.${signature}`
      },
    ],
    [
      'whose header was changed',
      async ({ token, kid }) => {
        const [, payload, signature] = token.split('.')
        return `${encode({ alg: 'ES256', typ: 'at+jwt', kid, b64: false })}.${payload}.${signature}`
      },
    ],
  ]

  it.each(forgeries)(
    'RFC 8725 §3.1: %s is not active, is exchanged for nothing, and revokes nothing',
    async (_name, forge) => {
      const good = await goodToken()
      const forged = await forge(good)
      const asGraph = basic('graph', secretOf('graph'))
      expect(await introspect(issuer, forged)).toEqual({ active: false })
      expect(await introspect(issuer, forged, asGraph)).toEqual({ active: false })

      // Booking may exchange what it was sent, once the person lets it act at the other server.
      const present = async (subject_token: string) =>
        (await exchange(issuer, { subject_token, resource: ORDER }, 'booking')).json['error']
      expect(await present(good.token)).toBe('consent_required')
      expect(await present(forged)).toBe('invalid_request')

      const revocation = { token: forged, client_id: 'web' }
      expect((await postForm(issuer, '/revoke', revocation)).status).toBe(200)
      expect(await introspect(issuer, good.token)).toMatchObject({ active: true })
    },
  )
})

describe('what is kept sealed', () => {
  it('RFC 6819 §5.1.4.1.4: a sealed value that is put into another row does not open', async () => {
    const database = await createTestDatabase('auth')
    const own = await createTestIssuer(database)
    await obtainCode(createBrowser(own))
    const rows = await own.database.authKeyValue.findMany({ orderBy: { key: 'asc' } })
    expect(rows.length).toBeGreaterThanOrEqual(2)
    for (const [at, { key }] of rows.entries()) {
      const { value = '' } = rows[(at + 1) % rows.length] ?? {}
      await own.database.authKeyValue.update({ where: { key }, data: { value } })
    }
    await expect(createTestIssuer({ ...database, close: async () => {} })).rejects.toMatchObject({
      code: 'ERR_SEALED_ELSEWHERE',
    })
    await own.close()
  })

  it('RFC 6819 §5.1.4.1.4: the successor of one refresh token is not given for another', async () => {
    const [mine, theirs] = [await newTokens(), await newTokens()]
    const stolen = await refresh(issuer, theirs['refresh_token'])
    await refresh(issuer, mine['refresh_token'])
    const { authRefreshToken } = issuer.database
    const [one, other] = await authRefreshToken.findMany({
      where: { successor: { not: null } },
      orderBy: { usedAt: 'desc' },
      take: 2,
    })
    for (const [row, from] of [
      [one, other],
      [other, one],
    ])
      await authRefreshToken.update({
        where: { id: row?.id ?? '' },
        data: { successor: from?.successor ?? null },
      })

    const { json } = await refresh(issuer, mine['refresh_token'])
    expect(json).not.toHaveProperty('refresh_token')
    expect(JSON.stringify(json)).not.toContain(stolen.json['refresh_token'])
  })

  it('RFC 6819 §5.1.4.1.3: no private key is in the database as it is', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    const { keys } = await (await own.app.request('/.well-known/jwks.json')).json()
    for (const key of keys) {
      expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' })
      expect(key).not.toHaveProperty('d')
    }
    const rows = await own.database.authKeyValue.findMany()
    for (const { value } of rows) expect(value).toMatch(/^v\d\.[\w.-]+$/)
    expect(await dumpDatabase(own)).not.toMatch(/"(d|kty|privateJwk)"|PRIVATE KEY/)
    await own.close()
  })
})

describe('the consent form', () => {
  const post = async (
    change: (fields: Record<string, string>) => Record<string, string>,
    init = {},
  ) => {
    const browser = createBrowser(issuer)
    const { html } = await signInAsAiko(
      browser,
      await browser.go(authorizeUrl({ prompt: 'consent' })),
    )
    const hidden = html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)
    const fields = Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]))
    return browser.send('/consent/authorize', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(change({ ...fields, decision: 'allow' })).toString(),
      ...init,
    })
  }

  it('is taken as the page made it', async () => {
    expect((await post((fields) => fields)).status).toBe(303)
  })

  it.each([
    ['without its CSRF token', (fields: Record<string, string>) => ({ ...fields, csrf: '' })],
    ['with another CSRF token', (fields: Record<string, string>) => ({ ...fields, csrf: 'x' })],
    ['without a decision', (fields: Record<string, string>) => ({ ...fields, decision: '' })],
    [
      'with an unknown decision',
      (fields: Record<string, string>) => ({ ...fields, decision: 'x' }),
    ],
  ])('RFC 6749 §10.12: is refused %s', async (_name, change) => {
    expect((await post(change)).status).toBe(403)
  })

  it('RFC 6749 §10.12: is refused with the CSRF token of another request', async () => {
    const browser = createBrowser(issuer)
    const other = await browser.go(authorizeUrl({ prompt: 'login' }))
    const csrf = /name="csrf" value="([^"]+)"/.exec(other.html)?.[1] ?? ''
    expect((await post((fields) => ({ ...fields, csrf }))).status).toBe(403)
  })

  it.each([
    ['of another origin', { origin: 'https://evil.example' }],
    ['of an opaque origin', { origin: 'null' }],
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of a sibling', { 'sec-fetch-site': 'same-site' }],
    ['that is JSON', { 'content-type': 'application/json' }],
    ['that is plain text', { 'content-type': 'text/plain' }],
  ])('RFC 6749 §10.12: is refused from a page %s', async (_name, headers) => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
    expect((await post((fields) => fields, { headers: form })).status).toBe(403)
  })

  it('RFC 6749 §10.12: a link allows nothing: what changes something is a POST', async () => {
    const browser = createBrowser(issuer)
    const page = await signInAsAiko(browser, await browser.go(authorizeUrl({ prompt: 'consent' })))
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
    const link = `${page.url.href}&decision=allow&csrf=${encodeURIComponent(csrf)}`
    const { url, html } = await browser.go(link)
    expect(url.origin).toBe(ISSUER)
    expect(html).toContain('value="allow"')
  })
})

describe('every page', () => {
  /** Each kind of page that a person can meet. */
  async function pages() {
    const browser = createBrowser(issuer)
    const signIn = await browser.go(authorizeUrl({ prompt: 'consent' }))
    const register = /<a href="(\/password\/register[^"]*)"/.exec(signIn.html)?.[1] ?? ''
    const createAccount = await browser.go(register.replaceAll('&amp;', '&'))
    const wrong = await browser.submit(signIn, 'Sign in', { email: 'a@b.example', password: 'x' })
    const consent = await signInAsAiko(browser, signIn)
    return [
      signIn,
      createAccount,
      wrong,
      consent,
      await browser.go('/'),
      await browser.go(authorizeUrl({ client_id: 'nobody' })),
      await browser.go('/nothing/here'),
    ]
  }

  it('RFC 9700 §4.16: may not be framed, runs no script and is kept by no cache', async () => {
    const seen = await pages()
    expect(
      new Set(seen.map(({ html }) => /<h1[^>]*>([^<]*)/.exec(html)?.[1])).size,
    ).toBeGreaterThan(4)
    for (const { response, html } of seen) {
      const policy = response.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("base-uri 'none'")
      expect(policy).not.toMatch(/unsafe|script-src|\*/)
      expect(response.headers.get('x-frame-options')).toBe('DENY')
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(response.headers.get('referrer-policy')).toBe('same-origin')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(html).not.toMatch(/<script|<iframe|\son\w+=|javascript:/i)
    }
  })

  it('RFC 6749 §10.2: shows the host that the answer goes to, and a form may lead only there', async () => {
    const browser = createBrowser(issuer)
    const { html, response } = await signInAsAiko(
      browser,
      await browser.go(authorizeUrl({ prompt: 'consent' })),
    )
    expect(html).toContain('app.example')
    expect(response.headers.get('content-security-policy')).toContain(
      "form-action 'self' https://app.example;",
    )
  })

  const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&{{1234*1234}}\${1234*1234}`

  it('RFC 6749 §10.14: shows the words of a client and of a server as words', async () => {
    const words = { ja: HOSTILE }
    const [scope] = BOOKING_ANSWER.scopes
    const own = await createTestIssuer(await createTestDatabase('auth'), {
      fetch: async (input) => {
        const known = await fakeGraph(input)
        const scopes = [{ ...scope, description: HOSTILE, descriptions: words }]
        return known.ok
          ? Response.json({ ...BOOKING_ANSWER, title: HOSTILE, titles: words, scopes })
          : known
      },
    })
    const { json: client } = await register(own, {
      redirect_uris: [REDIRECT],
      client_name: HOSTILE,
      client_uri: `https://evil.example/"><script>`,
    })
    for (const ui_locales of ['en', 'ja']) {
      const browser = createBrowser(own)
      const url = authorizeUrl({ client_id: client.client_id, ui_locales, prompt: 'consent' })
      const signIn = await browser.go(url)
      const consent = await browser.submit(
        signIn,
        ui_locales === 'en' ? 'Continue as Aiko Tanaka' : 'Aiko Tanakaとして続ける',
      )
      for (const { html } of [signIn, consent]) {
        expect(html).not.toMatch(/<script|<img/)
        expect(html).not.toContain('1522756')
      }
      expect(consent.html).toContain('&lt;script&gt;')
    }
    await own.close()
  })

  it('RFC 6749 §10.14: shows what a person typed as words', async () => {
    const browser = createBrowser(issuer)
    const page = await browser.go(authorizeUrl({ prompt: 'login' }))
    const { html } = await browser.submit(page, 'Sign in', { email: HOSTILE, password: HOSTILE })
    expect(html).not.toMatch(/<script|<img/)
    expect(html).toContain('&lt;script&gt;')
    const odd = await browser.go(
      `/nothing/${encodeURIComponent(HOSTILE)}?lang=${encodeURIComponent(HOSTILE)}`,
    )
    expect(odd.html).not.toMatch(/<script|<img/)
  })
})

async function newKey() {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
}

async function sign(claims: object, header: object): Promise<string> {
  const { privateKey } = await newKey()
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header })
    .sign(privateKey)
}
