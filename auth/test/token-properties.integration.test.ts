import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ORDER, secretOf } from './actors-harness.ts'
import { meaningful, openWithConsent, REDIRECTS } from './consented.ts'
import { assertAlways, hostile, list } from './hostile.ts'
import {
  basic,
  BOOKING,
  GRAPH,
  introspect,
  obtainCode,
  redeem,
  REDIRECT,
  type Browser,
  type TestIssuer,
} from './issuer-harness.ts'

// No input to the endpoints that clients call gives a fault, or a token that exceeds what was consented.
// A failure prints the seed and the path that lead to it again.

let issuer: TestIssuer
let aiko: Browser
let expectWithinConsent: (token: unknown) => void
beforeAll(async () => {
  ;({ issuer, aiko, expectWithinConsent } = await openWithConsent())
})
afterAll(() => issuer.close())

const GRANT = 'urn:ietf:params:oauth:grant-type:'
const TOKEN = 'urn:ietf:params:oauth:token-type:'

const PARAMETERS = list(
  `grant_type; code; refresh_token; client_id; client_secret; redirect_uri; scope; code_verifier;
  resource; audience; subject_token; subject_token_type; actor_token; actor_token_type;
  requested_token_type; username; password; assertion; token; token_type_hint; client_assertion;
  client_assertion_type; device_code`,
)

const GRANT_TYPES = [
  ...list('authorization_code; refresh_token; client_credentials; password; implicit'),
  ...['token-exchange', 'jwt-bearer', 'device_code'].map((name) => `${GRANT}${name}`),
]

const AS_BOOKING = basic('booking', secretOf('booking'))
const AS_GRAPH = basic('graph', secretOf('graph'))
const IDENTITIES = [
  {},
  AS_BOOKING,
  AS_GRAPH,
  basic('order', secretOf('order')),
  basic('robot', secretOf('robot')),
  basic('booking', 'wrong'),
  { authorization: 'Basic %%%' },
  { authorization: 'Bearer x' },
]

/** What a client and a thief could have at hand, by the name that stands for it in a form. */
async function atHand(): Promise<Map<string, string>> {
  const code = await obtainCode(aiko)
  const spent = await obtainCode(aiko)
  const { json } = await redeem(issuer, spent)
  const atOrder = { resource: ORDER, scope: 'order:read' }
  const sent = await redeem(issuer, await obtainCode(aiko, atOrder))
  return new Map([
    ['{code}', code.code],
    ['{verifier}', code.verifier],
    ['{spent}', spent.code],
    ['{refresh}', String(json['refresh_token'])],
    ['{access}', String(json['access_token'])],
    ['{sent}', String(sent.json['access_token'])],
  ])
}

/** Requests that are right, to be changed: one of random fields would be refused at the first. */
const SOUND = [
  `grant_type=authorization_code&client_id=web&code={code}&code_verifier={verifier}&redirect_uri=${REDIRECT}`,
  'grant_type=refresh_token&client_id=web&refresh_token={refresh}',
  `grant_type=client_credentials&resource=${GRAPH}`,
  `grant_type=${GRANT}token-exchange&subject_token={sent}&subject_token_type=${TOKEN}access_token&resource=${BOOKING}`,
  'token={access}',
  'token={refresh}',
  'token={access}&client_id=web',
  'token={refresh}&client_id=web',
  '',
]

const value = fc.oneof(
  hostile,
  meaningful,
  fc.constantFrom('{code}', '{verifier}', '{spent}', '{refresh}', '{access}', '{sent}'),
  fc.constantFrom(...GRANT_TYPES, ...['access_token', 'jwt'].map((name) => `${TOKEN}${name}`)),
)

/** A body with what is at hand put in, and as whom it is sent. */
const tokenRequest = fc
  .record({
    sound: fc.constantFrom(...SOUND),
    given: fc.array(fc.tuple(fc.constantFrom(...PARAMETERS), value), { maxLength: 3 }),
    isReplacing: fc.boolean(),
    identity: fc.constantFrom(...IDENTITIES),
  })
  .map(({ sound, given, isReplacing, identity }) => {
    const names = isReplacing ? given.map(([name]) => name) : []
    const kept = [...new URLSearchParams(sound)].filter(([name]) => !names.includes(name))
    const form = [...kept, ...given]
    const bodyWith = (held: Map<string, string>) =>
      new URLSearchParams(form.map(([name, text]) => [name, held.get(text) ?? text]))
    return { form, identity, bodyWith }
  })

const post = (path: string, body: URLSearchParams, headers: Record<string, string> = {}) =>
  issuer.app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: body.toString(),
  })

describe('any input to the endpoints of clients', () => {
  it('gives at /token no fault, and no token beyond what was consented', async () => {
    let held = await atHand()
    let issued = 0
    await assertAlways(
      fc.asyncProperty(tokenRequest, async ({ identity, bodyWith }) => {
        const response = await post('/token', bodyWith(held), identity)
        expect([200, 400, 401]).toContain(response.status)
        expect(response.headers.get('cache-control')).toBe('no-store')
        const json = await response.json()
        expect('access_token' in json).toBe(response.status === 200)
        if (response.status !== 200) return

        expectWithinConsent(json.access_token)
        issued += 1
        held = await atHand()
      }),
      { numRuns: 1200 },
    )
    // Else the property would hold for an issuer that refuses everything.
    expect(issued).toBeGreaterThan(10)
  })

  it('gives at /introspect no fault, and tells nobody of the tokens of others', async () => {
    const held = await atHand()
    const agentWeb = { client_id: 'agent-web', redirect_uri: REDIRECTS['agent-web'] }
    const asked = { ...agentWeb, resource: GRAPH, scope: 'servers:write' }
    const { json } = await redeem(issuer, await obtainCode(aiko, asked), agentWeb)
    held.set('{refresh}', String(json['refresh_token']))
    let active = 0
    await assertAlways(
      fc.asyncProperty(tokenRequest, async ({ identity, bodyWith }) => {
        const response = await post('/introspect', bodyWith(held), identity)
        expect([200, 400, 401]).toContain(response.status)
        const told = await response.json()
        if (!told.active) return

        active += 1
        expect([AS_BOOKING, AS_GRAPH]).toContain(identity)
        if (identity === AS_BOOKING) expect(told.aud).toBe(BOOKING)
      }),
      { numRuns: 600 },
    )
    expect(active).toBeGreaterThan(0)
  })

  it('gives at /revoke no fault, and revokes no token for another client', async () => {
    let held = await atHand()
    await assertAlways(
      fc.asyncProperty(tokenRequest, async ({ identity, bodyWith }) => {
        const body = bodyWith(held)
        const response = await post('/revoke', body, identity)
        expect([200, 400, 401]).toContain(response.status)
        const { active } = await introspect(issuer, held.get('{access}'))
        const isOwn = body.get('client_id') === 'web' && response.status === 200
        expect(active || isOwn).toBe(true)
        if (!active) held = await atHand()
      }),
      { numRuns: 600 },
    )
  })

  it('gives at /register no fault, and no client with more rights than it may have', async () => {
    const json = fc.oneof(
      hostile,
      // Halves of surrogate pairs, which JSON can carry and Postgres cannot.
      fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 20 }),
      fc.jsonValue({ maxDepth: 3 }),
    )
    const fields = list(
      `client_name; client_uri; logo_uri; scope; application_type; contacts; jwks_uri; client_id;
      token_endpoint_auth_method; grant_types; response_types; redirect_uris; client_secret; kind;
      trustedAt; introspects; machineAccess; actsAs; software_statement`,
    )
    await assertAlways(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...fields), json), async (given) => {
        const response = await issuer.app.request('/register', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ redirect_uris: [REDIRECT], ...given }),
        })
        expect([201, 400]).toContain(response.status)
        const made = await response.json()
        if (response.status === 400) return
        expect(made.client_id).toMatch(/^[0-9a-f-]{36}$/)
        expect(['authorization_code', 'refresh_token']).toEqual(
          expect.arrayContaining(made.grant_types),
        )
        for (const uri of made.redirect_uris)
          expect(uri).toMatch(/^(?!javascript:|data:)[a-z][^\s#]*$/i)
      }),
      { numRuns: 900 },
    )
  })
})

it('met no fault', () => {
  expect(issuer.lines.filter(({ message }) => message === 'A request failed')).toEqual([])
})
