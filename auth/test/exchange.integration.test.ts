import fc from 'fast-check'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TOKEN_EXCHANGE } from '../src/clients/client.ts'
import {
  ACTORS,
  createActorsIssuer,
  exchange,
  grant,
  idOf,
  ORDER,
  personTokens,
  PRODUCT,
  SCOPES,
  secretOf,
  SHIP,
  signedInBrowser,
  UNREACHABLE,
  type DemoName,
} from './actors-harness.ts'
import {
  basic,
  BOOKING,
  introspect,
  ISSUER,
  obtainCode,
  postForm,
  redeem,
  refresh,
  type TestIssuer,
} from './issuer-harness.ts'

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'
const JWT = 'urn:ietf:params:oauth:token-type:jwt'
const READ = { resource: BOOKING, scope: 'booking:read' }

let issuer: TestIssuer
let aiko: string
let token: string
let start: number

beforeAll(async () => {
  issuer = await createActorsIssuer()
  aiko = await idOf(issuer, 'Aiko Tanaka')
  start = issuer.clock.now
})
afterAll(() => issuer.close())
beforeEach(async () => {
  issuer.clock.now = start
  await issuer.database.authGrant.deleteMany({ where: { clientId: { in: Object.keys(ACTORS) } } })
  token = (await personTokens(issuer)).access
})

/** What Aiko allowed an actor at a server. */
const allow = (scopes: readonly string[], clientId = 'order', resource = BOOKING) =>
  grant(issuer, { userId: aiko, clientId, resource, scopes })
const accessTokenOf = ({ json }: { json: Record<string, unknown> }) => String(json['access_token'])

describe('an exchanged token (RFC 8693 §2.2.1)', () => {
  it('is for the target alone, in the name of the person, and says who acts (§4.1)', async () => {
    await allow(['booking:read', 'booking:write'])
    const { status, json, response } = await exchange(issuer, { ...READ, subject_token: token })
    expect(status).toBe(200)
    expect(json).toEqual({
      access_token: expect.any(String),
      issued_token_type: ACCESS_TOKEN,
      token_type: 'Bearer',
      expires_in: 600,
      scope: 'booking:read',
    })
    expect(response.headers.get('cache-control')).toBe('no-store')

    const [subject, claims] = [decodeJwt(token), decodeJwt(String(json['access_token']))]
    expect(decodeProtectedHeader(String(json['access_token']))).toMatchObject({
      typ: 'at+jwt',
      alg: 'ES256',
    })
    expect(claims).toEqual({
      iss: ISSUER,
      sub: subject.sub,
      name: 'Aiko Tanaka',
      aud: BOOKING,
      client_id: 'order',
      act: { sub: 'order' },
      scope: 'booking:read',
      jti: expect.stringMatching(new RegExp(`^${String(subject.jti).split('.')[0]}\\.`)),
      iat: expect.any(Number),
      exp: subject.exp,
    })
    expect(claims.jti).not.toBe(subject.jti)
  })

  it('has all that was allowed there where no scope is named', async () => {
    await allow(['booking:write', 'booking:read', 'booking:gone-from-the-server'])
    const { json } = await exchange(issuer, { resource: BOOKING, subject_token: token })
    expect(json['scope']).toBe('booking:read booking:write')
  })

  it('has no scope where the person allowed the acting alone', async () => {
    await allow([])
    const answer = await exchange(issuer, { resource: BOOKING, subject_token: token })
    expect(answer.status).toBe(200)
    expect(answer.json).not.toHaveProperty('scope')
    expect(decodeJwt(accessTokenOf(answer))['scope']).toBe('')
  })

  it('never outlives the token that was presented', async () => {
    await allow(['booking:read'])
    issuer.clock.now += 500_000
    const answer = await exchange(issuer, { ...READ, subject_token: token })
    expect(answer.json['expires_in']).toBe(100)
    expect(decodeJwt(accessTokenOf(answer)).exp).toBe(decodeJwt(token).exp)
  })

  it('is called what was asked for: an access token here is a JWT (§3)', async () => {
    await allow(['booking:read'])
    const form = { subject_token_type: JWT, requested_token_type: JWT }
    const { json } = await exchange(issuer, { ...READ, ...form, subject_token: token })
    expect(json['issued_token_type']).toBe(JWT)
  })

  it('comes without a refresh token, and is none', async () => {
    await allow(['booking:read'])
    const answer = await exchange(issuer, { ...READ, subject_token: token })
    expect(answer.json).not.toHaveProperty('refresh_token')
    const headers = basic('order', secretOf('order'))
    const form = { grant_type: 'refresh_token', refresh_token: accessTokenOf(answer) }
    expect((await postForm(issuer, '/token', form, headers)).json['error']).toBe('invalid_grant')
  })

  it('stands in the audit log, without itself', async () => {
    await allow(['booking:read'])
    const answer = await exchange(issuer, { ...READ, subject_token: token })
    const where = { action: 'token.exchanged' }
    const [event] = await issuer.database.authAuditEvent.findMany({
      where,
      orderBy: { id: 'desc' },
    })
    expect(event).toMatchObject({
      userId: aiko,
      clientId: 'order',
      detail: { resource: BOOKING, scopes: ['booking:read'], presentedBy: 'web' },
    })
    expect(JSON.stringify(event)).not.toContain(accessTokenOf(answer).split('.')[2])
    expect(JSON.stringify(event)).not.toContain(token.split('.')[2])
  })
})

describe('an exchange is refused', () => {
  it.each([
    ['without a subject token', { subject_token: undefined }, 'invalid_request'],
    ['without its type', { subject_token_type: undefined }, 'invalid_request'],
    [
      'for a refresh token as subject',
      { subject_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
      'invalid_request',
    ],
    [
      'for an ID token as subject',
      { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' },
      'invalid_request',
    ],
    [
      'for a refresh token as answer',
      { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
      'invalid_request',
    ],
    [
      'with an actor token, which is not supported',
      { actor_token: 'x', actor_token_type: JWT },
      'invalid_request',
    ],
    ['with the type of an actor token alone (§2.1)', { actor_token_type: JWT }, 'invalid_request'],
    ['with a subject token that is none', { subject_token: 'a.b.c' }, 'invalid_request'],
    ['without a resource', { resource: undefined }, 'invalid_target'],
    [
      'for an audience, a logical name',
      { resource: undefined, audience: 'booking' },
      'invalid_target',
    ],
    ['for an audience beside another resource', { audience: PRODUCT }, 'invalid_target'],
    ['for a server that nobody knows', { resource: 'https://evil.example/mcp' }, 'invalid_target'],
    ['for what is no address', { resource: 'booking' }, 'invalid_target'],
    ['for the issuer', { resource: ISSUER }, 'invalid_target'],
    [
      'for the actor itself, which it cannot widen its tokens at',
      { resource: ORDER, scope: 'order:write' },
      'invalid_target',
    ],
    ['for the actor itself with a slash', { resource: `${ORDER}/` }, 'invalid_target'],
    ['for a malformed scope', { scope: '"' }, 'invalid_scope'],
    ['for a scope of another server', { scope: 'order:write' }, 'invalid_scope'],
  ])('%s', async (_case, form, error) => {
    await allow(['booking:read'])
    await allow(['order:write'], 'order', ORDER)
    const { status, json } = await exchange(issuer, { ...READ, subject_token: token, ...form })
    expect([status, json['error']]).toEqual([400, error])
    expect(json).not.toHaveProperty('access_token')
  })

  it('for two servers at once: only one is supported', async () => {
    const body = new URLSearchParams({ ...READ, grant_type: TOKEN_EXCHANGE, subject_token: token })
    for (const name of ['resource', 'audience']) {
      const two = new URLSearchParams(body)
      two.append(name, PRODUCT)
      two.append(name, SHIP)
      const response = await issuer.app.request('/token', {
        method: 'POST',
        headers: basic('order', secretOf('order')),
        body: two,
      })
      expect(await response.json()).toMatchObject({ error: 'invalid_target' })
    }
  })

  it('takes an audience that only says again what the resource says', async () => {
    await allow(['booking:read'])
    const form = { ...READ, audience: BOOKING, subject_token: token }
    expect((await exchange(issuer, form)).status).toBe(200)
  })

  it('with 503 while the registry cannot be asked, and says when to come back', async () => {
    const form = { resource: UNREACHABLE, subject_token: token }
    const { status, json, response } = await exchange(issuer, form)
    expect([status, json['error']]).toEqual([503, 'temporarily_unavailable'])
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
  })
})

describe('who may exchange', () => {
  it.each([
    ['a public client', { client_id: 'web' }, {}, 'unauthorized_client'],
    ['a server that is no actor', {}, basic('graph', secretOf('graph')), 'unauthorized_client'],
    ['an actor without its secret', { client_id: 'order' }, {}, 'invalid_client'],
    ['an actor with a wrong secret', {}, basic('order', 'wrong'), 'invalid_client'],
    ['nobody', {}, {}, 'invalid_client'],
  ])('is not %s', async (_case, form, headers, error) => {
    await allow(['booking:read'])
    const asked = {
      grant_type: TOKEN_EXCHANGE,
      subject_token: token,
      subject_token_type: ACCESS_TOKEN,
      ...READ,
      ...form,
    }
    const { json } = await postForm(issuer, '/token', asked, headers)
    expect(json['error']).toBe(error)
  })

  it('is no client that registers itself, whatever it asks for (RFC 7591)', async () => {
    const registered = await issuer.app.request('/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        redirect_uris: ['https://app.example/cb'],
        grant_types: ['authorization_code', TOKEN_EXCHANGE],
        token_endpoint_auth_method: 'client_secret_post',
        actsAs: [ORDER],
      }),
    })
    const client: Record<string, unknown> = await registered.json()
    expect(client['grant_types']).toEqual(['authorization_code'])
    const { json } = await postForm(issuer, '/token', {
      grant_type: TOKEN_EXCHANGE,
      client_id: String(client['client_id']),
      client_secret: String(client['client_secret']),
      subject_token: token,
      subject_token_type: ACCESS_TOKEN,
      ...READ,
    })
    expect(json['error']).toBe('unauthorized_client')
  })

  it('stands in the metadata as a grant type (RFC 8414 §2)', async () => {
    const response = await issuer.app.request('/.well-known/oauth-authorization-server')
    const { grant_types_supported: grants } = (await response.json()) as Record<string, unknown>
    expect(grants).toContain(TOKEN_EXCHANGE)
  })
})

describe('a subject token is not taken (RFC 8693 §2.2.2: invalid_request)', () => {
  const refused = async (subject: string, reason: string, at = issuer) => {
    const { status, json } = await exchange(at, { ...READ, subject_token: subject })
    expect([status, json['error']]).toEqual([400, 'invalid_request'])
    const [event] = await at.database.authAuditEvent.findMany({
      where: { action: 'token_exchange.refused' },
      orderBy: { id: 'desc' },
      take: 1,
    })
    expect(event?.detail).toMatchObject({ reason })
  }
  beforeEach(() => allow(['booking:read']))

  it('when it was sent to another server: its audience is not the actor', async () => {
    const { access } = await personTokens(issuer, { resource: PRODUCT })
    await refused(access, 'other_audience')
  })

  it('when it is for the issuer alone', async () => {
    const browser = await signedInBrowser(issuer)
    const code = await obtainCode(browser, { resource: undefined, scope: undefined })
    const { json } = await redeem(issuer, code)
    await refused(String(json['access_token']), 'other_audience')
  })

  it('when it is a machine, and no person, that it speaks for', async () => {
    const form = { grant_type: 'client_credentials', resource: ORDER }
    const { json } = await postForm(issuer, '/token', form, basic('robot', secretOf('robot')))
    await refused(String(json['access_token']), 'not_a_person')
  })

  it('when it is a refresh token', async () => {
    await refused((await personTokens(issuer)).refresh, 'unreadable')
  })

  it('when it has expired', async () => {
    issuer.clock.now += 600_000
    await refused(token, 'unreadable')
  })

  it('when somebody changed it', async () => {
    const [header, , signature] = token.split('.')
    const claims = { ...decodeJwt(token), sub: await idOf(issuer, 'Ben Carter') }
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
    await refused(`${header}.${payload}.${signature}`, 'unreadable')
  })

  it('when another issuer signed it with a secret that both know', async () => {
    const other = await createActorsIssuer({ issuer: 'https://other.example' })
    const form = { grant_type: 'client_credentials', resource: ORDER }
    const { json } = await postForm(other, '/token', form, basic('robot', secretOf('robot')))
    await refused(String(json['access_token']), 'unreadable')
    await other.close()
  })

  it('when it was revoked (RFC 7009)', async () => {
    await postForm(issuer, '/revoke', { token, client_id: 'web' })
    await refused(token, 'revoked')
  })

  it('when the sign-in that it came from was revoked', async () => {
    const { access, refresh: refreshToken } = await personTokens(issuer)
    await postForm(issuer, '/revoke', { token: refreshToken, client_id: 'web' })
    await refused(access, 'revoked')
  })

  it('when its code came twice: it has leaked (OAuth 2.1 §4.1.3)', async () => {
    const { access, code } = await personTokens(issuer)
    await redeem(issuer, code)
    await refused(access, 'revoked')
  })

  it('when a spent refresh token of its family came back', async () => {
    const { access, refresh: first } = await personTokens(issuer)
    const { json: second } = await refresh(issuer, first)
    await refresh(issuer, second['refresh_token'])
    await refresh(issuer, first)
    await refused(access, 'revoked')
  })

  it('when the account is gone', async () => {
    const own = await createActorsIssuer()
    const { access } = await personTokens(own)
    const userId = await idOf(own, 'Aiko Tanaka')
    await grant(own, { userId, clientId: 'order', resource: BOOKING, scopes: ['booking:read'] })
    await own.database.authUser.deleteMany({})
    await refused(access, 'account_gone', own)
    await own.close()
  })
})

describe('the authority rule: what this person allowed this actor, there and nowhere else', () => {
  it('refuses without a grant, with the address where consent is given', async () => {
    const { status, json } = await exchange(issuer, { ...READ, subject_token: token })
    expect(status).toBe(400)
    expect(json).toEqual({
      error: 'consent_required',
      error_description: expect.any(String),
      consent_uri: expect.any(String),
    })
    const uri = new URL(String(json['consent_uri']))
    expect(`${uri.origin}${uri.pathname}`).toBe(`${ISSUER}/delegation`)
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      client_id: 'order',
      resource: BOOKING,
      scope: 'booking:read',
    })
  })

  it('asks for what is missing, all of it and only that', async () => {
    await allow(['booking:read'])
    const scope = 'booking:read booking:write'
    const { json } = await exchange(issuer, { resource: BOOKING, scope, subject_token: token })
    expect(json['error']).toBe('consent_required')
    const uri = new URL(String(json['consent_uri']))
    expect(uri.searchParams.get('scope')).toBe('booking:write')
  })

  it('asks for the acting alone where the actor named no scope', async () => {
    const { json } = await exchange(issuer, { resource: BOOKING, subject_token: token })
    const uri = new URL(String(json['consent_uri']))
    expect(json['error']).toBe('consent_required')
    expect(uri.searchParams.has('scope')).toBe(false)
  })

  it.each([
    ['their own application there', { clientId: 'web' }],
    ['another actor there', { clientId: 'product' }],
    ['this actor at another server', { resource: SHIP }],
    ['this actor, of another person', { userId: 'Ben Carter' }],
  ])('is not widened by what was allowed to %s', async (_case, given) => {
    const userId = 'userId' in given ? await idOf(issuer, 'Ben Carter') : aiko
    const key = { clientId: 'order', resource: BOOKING, ...given, userId }
    await grant(issuer, { ...key, scopes: ['booking:read'] })
    const { json } = await exchange(issuer, { ...READ, subject_token: token })
    expect(json['error']).toBe('consent_required')
  })

  it('is not widened by what the presented token may do at the actor', async () => {
    await allow(['booking:read'])
    const { json } = await exchange(issuer, { resource: BOOKING, subject_token: token })
    expect(decodeJwt(token)['scope']).toBe('order:read order:write')
    expect(json['scope']).toBe('booking:read')
  })
})

describe('a chain of actors (RFC 8693 §4.1)', () => {
  const hop = async (subject: string, actor: string, resource: string) =>
    exchange(issuer, { resource, subject_token: subject }, actor)

  async function allowChain() {
    await allow(['product:read'], 'order', PRODUCT)
    await allow(['ship:read'], 'product', SHIP)
    await allow(['booking:read'], 'ship', BOOKING)
    await allow(['order:read'], 'booking', ORDER)
  }

  it('keeps who acted before inside, and ends after three', async () => {
    await allowChain()
    const atProduct = accessTokenOf(await hop(token, 'order', PRODUCT))
    const atShip = accessTokenOf(await hop(atProduct, 'product', SHIP))
    const atBooking = accessTokenOf(await hop(atShip, 'ship', BOOKING))
    expect(decodeJwt(atBooking)).toMatchObject({
      sub: aiko,
      aud: BOOKING,
      client_id: 'ship',
      scope: 'booking:read',
      act: { sub: 'ship', act: { sub: 'product', act: { sub: 'order' } } },
      exp: decodeJwt(token).exp,
    })

    const fourth = await hop(atBooking, 'booking', ORDER)
    expect([fourth.status, fourth.json['error']]).toEqual([400, 'invalid_request'])
    expect(fourth.json['error_description']).toMatch(/too many/)
  })

  it('needs the person for each hop: who may act for them lends that to nobody', async () => {
    await allow(['product:read'], 'order', PRODUCT)
    await allow(['ship:read'], 'order', SHIP)
    const atProduct = accessTokenOf(await hop(token, 'order', PRODUCT))
    expect((await hop(atProduct, 'product', SHIP)).json['error']).toBe('consent_required')
    expect((await hop(atProduct, 'order', SHIP)).json['error']).toBe('invalid_request')
  })

  it('breaks where the person takes a hop back', async () => {
    await allowChain()
    const atProduct = accessTokenOf(await hop(token, 'order', PRODUCT))
    await issuer.database.authGrant.deleteMany({ where: { clientId: 'order' } })
    expect((await hop(atProduct, 'product', SHIP)).json['error']).toBe('invalid_request')
  })
})

describe('introspection of an exchanged token (RFC 7662, RFC 8693 §4.1)', () => {
  const asBooking = basic('booking', secretOf('booking'))
  const exchanged = async (subject = token) => {
    await allow(['booking:read'])
    return accessTokenOf(await exchange(issuer, { ...READ, subject_token: subject }))
  }

  it('tells the target who acts for whom, and nobody else anything', async () => {
    const given = await exchanged()
    expect(await introspect(issuer, given, asBooking)).toMatchObject({
      active: true,
      sub: aiko,
      aud: BOOKING,
      client_id: 'order',
      act: { sub: 'order' },
    })
    const asOrder = basic('order', secretOf('order'))
    expect(await introspect(issuer, given, asOrder)).toEqual({ active: false })
  })

  it('says "not active" once the sign-in that it came from is revoked', async () => {
    const { access, refresh: refreshToken } = await personTokens(issuer)
    const given = await exchanged(access)
    await postForm(issuer, '/revoke', { token: refreshToken, client_id: 'web' })
    expect(await introspect(issuer, given, asBooking)).toEqual({ active: false })
  })

  it('says "not active" once the person takes back what they allowed', async () => {
    const given = await exchanged()
    await issuer.database.authGrant.deleteMany({ where: { clientId: 'order' } })
    expect(await introspect(issuer, given, asBooking)).toEqual({ active: false })
  })

  it('says "not active" once the actor has revoked it, which no other client can', async () => {
    const given = await exchanged()
    const asWeb = { token: given, client_id: 'web' }
    expect((await postForm(issuer, '/revoke', asWeb)).json['error']).toBe('invalid_grant')
    expect(await introspect(issuer, given, asBooking)).toMatchObject({ active: true })
    await postForm(issuer, '/revoke', { token: given }, basic('order', secretOf('order')))
    expect(await introspect(issuer, given, asBooking)).toEqual({ active: false })
  })
})

describe('oauth4webapi, an independent client', () => {
  const options = {
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: (url: string, init: object) =>
      Promise.resolve(issuer.app.fetch(new Request(url, init))),
  }

  async function ask(scope: string) {
    const at = new URL(ISSUER)
    const discovered = await oauth.discoveryRequest(at, { algorithm: 'oauth2', ...options })
    const as = await oauth.processDiscoveryResponse(at, discovered)
    const client: oauth.Client = { client_id: 'order' }
    const response = await oauth.genericTokenEndpointRequest(
      as,
      client,
      oauth.ClientSecretBasic(secretOf('order')),
      TOKEN_EXCHANGE,
      { subject_token: token, subject_token_type: ACCESS_TOKEN, resource: BOOKING, scope },
      options,
    )
    return oauth.processGenericTokenEndpointResponse(as, client, response)
  }

  it('exchanges a token (RFC 8693)', async () => {
    await allow(['booking:read'])
    const tokens = await ask('booking:read')
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'booking:read', expires_in: 600 })
    expect(tokens['issued_token_type']).toBe(ACCESS_TOKEN)
    expect(tokens.refresh_token).toBeUndefined()
  })

  it('reads the refusal, and the address in it', async () => {
    await expect(ask('booking:write')).rejects.toMatchObject({
      error: 'consent_required',
      cause: { consent_uri: expect.stringContaining('/delegation?') },
    })
  })
})

describe('whatever is allowed, asked and presented', () => {
  it('an exchanged token never exceeds the grant, the request, the target or the presented token', async () => {
    let exchanged = 0
    await fc.assert(
      fc.asyncProperty(await cases(), async ({ grants, asked, actor, subject, later }) => {
        issuer.clock.now = start
        const clientId = { in: Object.keys(ACTORS) }
        await issuer.database.authGrant.deleteMany({ where: { clientId } })
        for (const one of grants) await grant(issuer, one)
        issuer.clock.now = start + later * 1000

        const { resource, scopes } = asked
        const scope = scopes?.length ? scopes.join(' ') : undefined
        const form = { resource, scope, subject_token: subject.access }
        const { status, json } = await exchange(issuer, form, actor)

        const { sub = '', aud = '', exp = 0 } = subject.claims
        const own = ACTORS[actor]
        const here = grants.filter(
          (one) => one.userId === sub && one.clientId === actor && one.resource === resource,
        )
        const granted = here.flatMap((one) => one.scopes)
        const wanted = scope === undefined ? granted : (scopes ?? [])
        const isSound = aud === own && resource !== own && resource in SCOPES
        const isAlive = exp > Math.floor(issuer.clock.now / 1000)
        const isAllowed = here.length > 0 && wanted.every((one) => granted.includes(one))
        expect(status).toBe(isSound && isAlive && isAllowed ? 200 : 400)
        if (status !== 200) return void expect(json).not.toHaveProperty('access_token')

        exchanged += 1
        const claims = decodeJwt(String(json['access_token']))
        const got = String(claims['scope']).split(' ').filter(Boolean)
        expect(got.toSorted()).toEqual([...new Set(wanted)].toSorted())
        expect(claims).toMatchObject({ sub, aud: resource, client_id: actor, act: { sub: actor } })
        expect(claims.exp).toBeLessThanOrEqual(exp)
        expect(json['expires_in']).toBe((claims.exp ?? 0) - (claims.iat ?? 0))
      }),
      { numRuns: 300 },
    )
    // Else it would have shown nothing.
    expect(exchanged).toBeGreaterThan(20)
  })

  /** Tokens of two people for three actors; grants at random, the one that is needed often among them. */
  async function cases() {
    const names: DemoName[] = ['Aiko Tanaka', 'Ben Carter']
    const actors = Object.keys(ACTORS)
    const resources = Object.keys(SCOPES)
    const people = await Promise.all(names.map((name) => idOf(issuer, name)))
    const presented = await Promise.all(
      names.flatMap((name) =>
        [ORDER, PRODUCT, SHIP].map(async (resource) => {
          const { access } = await personTokens(issuer, { name, resource })
          return { access, claims: decodeJwt(access) }
        }),
      ),
    )
    const scopesOf = (resource: string) => fc.subarray([...(SCOPES[resource] ?? [])])
    const anyGrant = fc
      .tuple(fc.constantFrom(...people), fc.constantFrom(...actors), fc.constantFrom(...resources))
      .chain(([userId, clientId, resource]) =>
        scopesOf(resource).map((scopes) => ({ userId, clientId, resource, scopes })),
      )

    return fc
      .record({
        subject: fc.constantFrom(...presented),
        isOwnToken: fc.integer({ min: 0, max: 4 }).map((dice) => dice > 0),
        anyActor: fc.constantFrom(...actors),
        resource: fc.constantFrom(...resources, BOOKING, 'https://evil.example/mcp'),
        later: fc.integer({ min: 0, max: 700 }),
      })
      .chain(({ subject, isOwnToken, anyActor, resource, later }) => {
        const sentTo = actors.find((id) => ACTORS[id] === subject.claims.aud) ?? anyActor
        const actor = isOwnToken ? sentTo : anyActor
        const userId = subject.claims.sub ?? ''
        const fitting = scopesOf(resource).map((scopes) => ({
          userId,
          clientId: actor,
          resource,
          scopes,
        }))
        const anyScopes = fc.subarray(Object.values(SCOPES).flat(), { maxLength: 3 })
        return fc.record({
          subject: fc.constant(subject),
          actor: fc.constant(actor),
          later: fc.constant(later),
          grants: fc.array(fc.oneof(anyGrant, fitting), { maxLength: 8 }),
          asked: fc.record({
            resource: fc.constant(resource),
            scopes: fc.option(fc.oneof(scopesOf(resource), anyScopes), { nil: undefined }),
          }),
        })
      })
  }
})
