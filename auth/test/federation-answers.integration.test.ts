import { createTestDatabase } from '@toolgraph/testing'
import { base64url, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  atProvider,
  CLIENT,
  createTraveller,
  listen,
  oidcProvider,
  openWayOut,
  startHostileProvider,
  type Misconduct,
  type Traveller,
} from './federation-harness.ts'
import {
  authorizeUrl,
  createTestIssuer,
  ISSUER,
  type TestIssuer,
  type Visit,
} from './issuer-harness.ts'

// What a provider answers is a stranger's text until it is proved. Each test is one lie.

const WAIT_MS = 300

let acme: Awaited<ReturnType<typeof startHostileProvider>>
let issuer: TestIssuer

beforeAll(async () => {
  acme = await startHostileProvider('acme')
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(async () => {
  await issuer.close()
  await acme.close()
})
beforeEach(() => {
  acme.state.misconduct = {}
  acme.state.requests = []
  const email = `${crypto.randomUUID()}@people.example`
  acme.state.claims = { sub: crypto.randomUUID(), email, email_verified: true, name: 'Mio' }
})

/** An issuer that has read nothing of the provider yet. */
const freshIssuer = (provider = acme.provider) =>
  createTestIssuer(
    { ...issuer, close: async () => {} },
    { providers: [provider], ...openWayOut([acme.origin], WAIT_MS) },
  )

async function leave(traveller: Traveller): Promise<Visit> {
  const page = await traveller.go(authorizeUrl({}))
  const out = await traveller.submit(page, 'Continue with Acme', { stop: atProvider })
  acme.state.nonce = out.url.searchParams.get('nonce') ?? ''
  return out
}

function comeBack(traveller: Traveller, { url }: Visit, answer: Record<string, string> = {}) {
  const state = url.searchParams.get('state') ?? ''
  const search = new URLSearchParams({ code: 'the-code-of-the-provider', state, ...answer })
  return traveller.go(`${url.searchParams.get('redirect_uri')}?${search}`)
}

/** Goes there and back with a provider that behaves as told. */
async function signIn(misconduct: Misconduct, answer?: Record<string, string>) {
  acme.state.misconduct = misconduct
  const fresh = await freshIssuer()
  const traveller = createTraveller(fresh)
  const out = await leave(traveller)
  const page = out.url.origin === ISSUER ? out : await comeBack(traveller, out, answer)
  return { page, traveller, lines: fresh.lines }
}

const SENTENCES = {
  denied: 'The sign-in at Acme was not completed.',
  unavailable: 'Acme cannot be reached right now.',
  refused: 'Acme does not accept sign-ins from here.',
  untrusted: 'The answer from Acme could not be verified, so nobody was signed in.',
}

/** Nobody is signed in, the person reads our words, the operator a code, and nobody a secret. */
async function expectRefused(
  { page, traveller, lines }: Awaited<ReturnType<typeof signIn>>,
  failure: keyof typeof SENTENCES,
) {
  expect(page.url.pathname).toBe('/password/authorize')
  expect(page.html).toContain(SENTENCES[failure])
  expect(traveller.jars.get(ISSUER)?.has('toolgraph-auth-session')).toBe(false)
  const email = String(acme.state.claims['email'])
  expect(await issuer.database.authUser.findUnique({ where: { email } })).toBeNull()
  expect(lines).toMatchObject([{ fields: { provider: 'acme', failure, code: expect.any(String) } }])
  const event = await issuer.database.authAuditEvent.findFirst({ orderBy: { id: 'desc' } })
  expect(event).toMatchObject({
    action: 'sign_in.refused',
    clientId: 'web',
    detail: { provider: 'acme', reason: failure },
  })
  for (const text of [page.html, page.url.href, JSON.stringify(lines), JSON.stringify(event)])
    expect(text).not.toMatch(/of-the-provider|of-toolgraph|evil|Traceback/)
}

it('an honest answer signs in', async () => {
  const { page } = await signIn({})
  expect(page.url.pathname).toBe('/consent/authorize')
  const token = acme.state.requests.find(({ path }) => path === '/token')
  expect(token?.authorization).toBe(
    `Basic ${btoa(`${CLIENT.clientId}:the%2Dsecret%2Dof%2Dtoolgraph`)}`,
  )
  expect(Object.fromEntries(token?.body ?? [])).toEqual({
    grant_type: 'authorization_code',
    code: 'the-code-of-the-provider',
    redirect_uri: `${ISSUER}/federated/acme/callback`,
    code_verifier: expect.stringMatching(/^[\w-]{43}$/),
  })
})

describe('an ID token (OpenID Connect Core §3.1.3.7)', () => {
  it.each<[string, Misconduct]>([
    ['for another request (nonce)', { claims: { nonce: 'of another request' } }],
    ['without nonce', { without: ['nonce'] }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['for another client', { claims: { aud: 'another-client' } }],
    ['for several, by whom it was asked unsaid', { claims: { aud: [CLIENT.clientId, 'b'] } }],
    ['that another client asked for (azp)', { claims: { azp: 'another-client' } }],
    ['that has expired', { claims: { exp: Math.floor(Date.now() / 1000) - 120 } }],
    ['without an end', { without: ['exp'] }],
    ['of nobody', { without: ['sub'] }],
    ['that is missing', { idToken: () => undefined }],
    ['that is none', { idToken: () => 'not.a.token' }],
    ['without signature (alg none)', { idToken: (claims) => new UnsecuredJWT(claims).encode() }],
    ['signed by a key of its own', { idToken: (claims) => signElsewhere(claims) }],
    ['that was changed after it was signed', { idToken: (claims) => tamper(claims) }],
  ])('%s signs nobody in', async (_name, misconduct) => {
    await expectRefused(await signIn(misconduct), 'untrusted')
  })

  it.each([['ES256'], ['HS256']])(
    'signed with the client secret signs nobody in where the provider announces %s',
    async (announced) => {
      const metadata = { id_token_signing_alg_values_supported: [announced] }
      const idToken = (claims: JWTPayload) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(CLIENT.clientSecret))
      await expectRefused(await signIn({ metadata, idToken }), 'untrusted')
    },
  )

  it('signed with the public key as a secret signs nobody in', async () => {
    const keys = await (await fetch(`${acme.origin}/jwks`)).text()
    const metadata = { id_token_signing_alg_values_supported: ['HS256', 'ES256'] }
    const idToken = (claims: JWTPayload) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'one' })
        .sign(new TextEncoder().encode(keys))
    await expectRefused(await signIn({ metadata, idToken }), 'untrusted')
  })

  it('in an algorithm that the provider does not announce signs nobody in', async () => {
    const metadata = { id_token_signing_alg_values_supported: ['RS256'] }
    await expectRefused(await signIn({ metadata }), 'untrusted')
  })
})

describe('an address', () => {
  it('of the userinfo endpoint counts only for the same subject (OpenID Connect Core §5.3.2)', async () => {
    const metadata = { userinfo_endpoint: `${acme.origin}/userinfo` }
    const without = ['email', 'email_verified']
    const { email } = acme.state.claims
    const tell = (sub: unknown): Misconduct => ({
      metadata,
      without,
      answers: { '/userinfo': { body: { sub, email, email_verified: true } } },
    })
    await expectRefused(await signIn(tell('somebody else')), 'untrusted')
    const { page } = await signIn(tell(acme.state.claims.sub))
    expect(page.html).toContain(String(email))
  })

  it('is not put together of two places', async () => {
    const { page } = await signIn({
      metadata: { userinfo_endpoint: `${acme.origin}/userinfo` },
      without: ['email_verified'],
      answers: { '/userinfo': { body: { sub: acme.state.claims.sub, email_verified: true } } },
    })
    expect(page.html).toContain('Acme has not verified an email address of yours.')
  })
})

describe('the answer at the callback', () => {
  it.each([
    ['of another issuer (RFC 9207)', {}, { iss: 'https://evil.example' }],
    [
      'without the iss that is promised',
      { authorization_response_iss_parameter_supported: true },
      {},
    ],
    ['with a token in it (implicit)', {}, { id_token: 'a.b.c' }],
    ['of another kind (JARM)', {}, { response: 'a.b.c' }],
  ])('%s signs nobody in', async (_name, metadata, answer) => {
    await expectRefused(await signIn({ metadata }, answer), 'untrusted')
    expect(acme.state.requests.map(({ path }) => path)).not.toContain('/token')
  })

  it('with the iss that is promised signs in', async () => {
    const metadata = { authorization_response_iss_parameter_supported: true }
    const { page } = await signIn({ metadata }, { iss: acme.origin })
    expect(page.url.pathname).toBe('/consent/authorize')
  })

  it.each([
    ['access_denied', 'denied'],
    ['server_error', 'unavailable'],
    ['temporarily_unavailable', 'unavailable'],
    ['invalid_scope', 'refused'],
    ['<b>evil</b>', 'refused'],
  ] as const)('that is the error %s is told in our words', async (error, failure) => {
    const more = { error_description: 'evil <b>words</b>', error_uri: 'https://evil.example' }
    await expectRefused(await signIn({}, { error, ...more }), failure)
  })

  it('that repeats a parameter signs nobody in', async () => {
    const fresh = await freshIssuer()
    const traveller = createTraveller(fresh)
    const { url } = await leave(traveller)
    const state = url.searchParams.get('state') ?? ''
    const page = await traveller.go(`/federated/acme/callback?state=${state}&code=a&code=b`)
    await expectRefused({ page, traveller, lines: fresh.lines }, 'untrusted')
  })
})

describe('a provider that is in trouble', () => {
  const TRACE = { status: 500, body: 'Traceback: evil' }
  it.each<[string, Misconduct, keyof typeof SENTENCES]>([
    [
      'fails at discovery',
      { answers: { '/.well-known/openid-configuration': TRACE } },
      'unavailable',
    ],
    [
      'is silent at discovery',
      { answers: { '/.well-known/openid-configuration': 'hang' } },
      'unavailable',
    ],
    [
      'has no discovery',
      { answers: { '/.well-known/openid-configuration': { status: 404 } } },
      'refused',
    ],
    [
      'answers discovery with a page',
      { answers: { '/.well-known/openid-configuration': { body: '<html>' } } },
      'untrusted',
    ],
    ['calls itself otherwise', { metadata: { issuer: 'https://evil.example' } }, 'untrusted'],
    ['calls itself nothing', { metadata: { issuer: 'nothing' } }, 'untrusted'],
    ['has no token endpoint', { metadata: { token_endpoint: undefined } }, 'untrusted'],
    ['has no readable key address', { metadata: { jwks_uri: 7 } }, 'untrusted'],
    ['fails at the token endpoint', { answers: { '/token': TRACE } }, 'unavailable'],
    ['is silent at the token endpoint', { answers: { '/token': 'hang' } }, 'unavailable'],
    [
      'refuses the code',
      {
        answers: {
          '/token': { status: 400, body: { error: 'invalid_grant', error_description: 'evil' } },
        },
      },
      'refused',
    ],
    [
      'refuses us',
      { answers: { '/token': { status: 401, body: { error: 'invalid_client' } } } },
      'refused',
    ],
    [
      'answers the code with something else',
      { answers: { '/token': { body: { evil: true } } } },
      'untrusted',
    ],
    ['fails at its keys', { answers: { '/jwks': TRACE } }, 'unavailable'],
    ['has no keys', { answers: { '/jwks': { body: { keys: [] } } } }, 'untrusted'],
    [
      'answers without end',
      { answers: { '/jwks': { body: { keys: [], x: 'x'.repeat(300_000) } } } },
      'unavailable',
    ],
  ])('and %s signs nobody in', async (_name, misconduct, failure) => {
    const startedAt = performance.now()
    await expectRefused(await signIn(misconduct), failure)
    expect(performance.now() - startedAt).toBeLessThan(WAIT_MS + 5_000)
  })

  it('and is down signs nobody in; once it is up again, it does', async () => {
    const provider = oidcProvider('acme', acme.origin)
    const gone = await listen(() => () => {})
    await gone.close()
    const down = await createTestIssuer(
      { ...issuer, close: async () => {} },
      { providers: [{ ...provider, issuer: gone.origin }], ...openWayOut([gone.origin], WAIT_MS) },
    )
    const traveller = createTraveller(down)
    await expectRefused(
      { page: await leave(traveller), traveller, lines: down.lines },
      'unavailable',
    )

    const fresh = await freshIssuer()
    acme.state.misconduct = { answers: { '/.well-known/openid-configuration': { status: 503 } } }
    const again = createTraveller(fresh)
    expect((await leave(again)).html).toContain(SENTENCES.unavailable)
    acme.state.misconduct = {}
    expect((await comeBack(again, await leave(again))).url.pathname).toBe('/consent/authorize')
  })

  it('does not keep anybody from signing in by password', async () => {
    acme.state.misconduct = { answers: { '/.well-known/openid-configuration': 'hang' } }
    const traveller = createTraveller(await freshIssuer())
    const page = await traveller.go(authorizeUrl({}))
    expect(acme.state.requests).toEqual([])
    const consent = await traveller.submit(page, 'Continue as Aiko Tanaka')
    expect(consent.url.pathname).toBe('/consent/authorize')
  })
})

describe('an address that a provider names', () => {
  it.each(['jwks_uri', 'token_endpoint', 'userinfo_endpoint'])(
    'as %s is not called where it is private and not trusted',
    async (member) => {
      let calls = 0
      const internal = await listen(() => (_request, response) => {
        calls += 1
        response.end('{}')
      })
      const metadata = { [member]: `${internal.origin}/${member}` }
      const without = member === 'userinfo_endpoint' ? ['email'] : []
      await expectRefused(await signIn({ metadata, without }), 'untrusted')
      expect(calls).toBe(0)
      await internal.close()
    },
  )

  it.each(['javascript:alert(1)', 'http://evil.example/', 'https://10.0.0.1/', 'data:text/html,x'])(
    'as authorization_endpoint leads nobody to %s',
    async (authorization_endpoint) => {
      const refused = await signIn({ metadata: { authorization_endpoint } })
      await expectRefused(refused, 'untrusted')
      expect(refused.page.response.headers.get('refresh')).toBeNull()
    },
  )
})

describe('the keys and the document of a provider', () => {
  it('are read once for many people, and again after an hour', async () => {
    const fresh = await freshIssuer()
    const counts = () =>
      ['/.well-known/openid-configuration', '/jwks'].map(
        (path) => acme.state.requests.filter((one) => one.path === path).length,
      )
    for (let person = 0; person < 3; person += 1) {
      const traveller = createTraveller(fresh)
      const page = await comeBack(traveller, await leave(traveller))
      expect(page.url.pathname).toBe('/consent/authorize')
    }
    expect(counts()).toEqual([1, 1])
    fresh.clock.now += 61 * 60 * 1000
    await leave(createTraveller(fresh))
    expect(counts()).toEqual([2, 1])
  })
})

async function signElsewhere(claims: JWTPayload): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const header = { alg: 'ES256', kid: 'one', jwk: await exportJWK(publicKey) }
  return new SignJWT(claims).setProtectedHeader(header).sign(privateKey)
}

/** A token of the provider, for somebody else. */
async function tamper(claims: JWTPayload): Promise<string> {
  acme.state.misconduct = {}
  const answer = await fetch(`${acme.origin}/token`, { method: 'POST' })
  const { id_token: token }: { id_token: string } = await answer.json()
  const [header = '', , signature = ''] = token.split('.')
  const other = { ...claims, sub: 'somebody else' }
  return [header, base64url.encode(JSON.stringify(other)), signature].join('.')
}
