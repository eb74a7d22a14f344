import { createTestDatabase } from '@toolgraph/testing'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  BOOKING,
  createBrowser,
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
  type TestIssuer,
} from './issuer-harness.ts'

// What a stock OpenAuth lets pass in codes and tokens, a test a row, under the paragraph that forbids it.
// `threats.test.ts` holds the list.

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())

const newCode = () => obtainCode(createBrowser(issuer))
const newTokens = async () => (await redeem(issuer, await newCode())).json

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
