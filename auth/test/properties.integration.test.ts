import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STEPS } from '../src/issuer/flow.ts'
import { meaningful, openWithConsent, REDIRECTS } from './consented.ts'
import { almost, assertAlways, hostile, list } from './hostile.ts'
import {
  authorizeUrl,
  BOOKING,
  createBrowser,
  createPkce,
  ISSUER,
  redeem,
  REDIRECT,
  signInAsAiko,
  type Browser,
  type TestIssuer,
} from './issuer-harness.ts'

// No input gives a fault, an open redirect, or a token that exceeds what was consented. A failure prints
// the seed and the path that lead to it again.

const FORM = 'application/x-www-form-urlencoded'

let issuer: TestIssuer
let aiko: Browser
let expectWithinConsent: (token: unknown) => void
beforeAll(async () => {
  ;({ issuer, aiko, expectWithinConsent } = await openWithConsent())
})
afterAll(() => issuer.close())

const AUTHORIZE_PARAMETERS = list(
  `client_id; redirect_uri; response_type; response_mode; state; scope; resource; code_challenge;
  code_challenge_method; prompt; ui_locales; lang; nonce; request; request_uri; audience; provider;
  login_hint; max_age; id_token_hint; iss`,
)

/** Pairs, so that a name may stand twice. */
const pairs = (names: readonly string[], value: fc.Arbitrary<string>) =>
  fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 6 })

/** A request that is sound but for what is put in place of its parameters, or beside them. */
function changed(
  given: readonly (readonly [string, string])[],
  isReplacing: boolean,
  base: string,
) {
  const [path = '', query] = base.split('?')
  const search = new URLSearchParams(query)
  if (isReplacing) for (const [name] of given) search.delete(name)
  for (const [name, value] of given) search.append(name, value)
  return `${path}?${search}`
}

/** The first step of a request at the issuer, or the redirect of the one client that was named. */
function expectSoundTarget(location: string, search: URLSearchParams) {
  if (/^\/(?:consent|password)\/authorize\?request=[\w-]{43}$/.test(location)) return
  const [client = '', ...others] = search.getAll('client_id')
  expect(others).toEqual([])
  expect(search.getAll('redirect_uri')).toEqual([REDIRECTS[client]])
  expect(location.startsWith(`${REDIRECTS[client]}?error=`)).toBe(true)
  const told = new URL(location).searchParams
  expect(told.getAll('iss')).toEqual([ISSUER])
  const [state, ...more] = search.getAll('state')
  expect(told.getAll('state')).toEqual(state && more.length === 0 ? [state] : [])
}

describe('any input to /authorize', () => {
  it('gives no fault and no redirect to where nobody registered', async () => {
    await assertAlways(
      fc.asyncProperty(
        pairs(AUTHORIZE_PARAMETERS, fc.oneof(hostile, meaningful)),
        fc.boolean(),
        fc.boolean(),
        async (given, isReplacing, isAlone) => {
          const url = changed(given, isReplacing, isAlone ? '/authorize' : authorizeUrl({}))
          const response = await issuer.app.request(url)
          expect(response.status).toBeLessThan(500)
          expect(await response.text()).not.toMatch(/<script|evil\.example/)
          const location = response.headers.get('location')
          if (location !== null) expectSoundTarget(location, new URLSearchParams(url.split('?')[1]))
        },
      ),
      { numRuns: 1200 },
    )
  })

  it('in one parameter of a request that is sound gives no fault', async () => {
    await assertAlways(
      fc.asyncProperty(fc.constantFrom(...AUTHORIZE_PARAMETERS), hostile, async (name, value) => {
        const response = await issuer.app.request(authorizeUrl({ [name]: value }))
        expect(response.status).toBeLessThan(500)
      }),
      { numRuns: 1200 },
    )
  })

  it('at a redirect_uri that is almost right is a page of ours', async () => {
    await assertAlways(
      fc.asyncProperty(almost(REDIRECT), async (uri) => {
        fc.pre(uri !== REDIRECT)
        const response = await issuer.app.request(authorizeUrl({ redirect_uri: uri }))
        expect([response.status, response.headers.get('location')]).toEqual([400, null])
      }),
      { numRuns: 900 },
    )
  })

  it('for a resource that is almost right asks for nothing', async () => {
    await assertAlways(
      fc.asyncProperty(almost(BOOKING), async (uri) => {
        fc.pre(uri !== BOOKING && uri !== '')
        const response = await issuer.app.request(authorizeUrl({ resource: uri }))
        const { searchParams } = new URL(response.headers.get('location') ?? '')
        expect(searchParams.get('error')).toBe('invalid_target')
      }),
      { numRuns: 600 },
    )
  })

  it('gives nobody who is signed in a token for more than they allowed', async () => {
    const { verifier, challenge } = createPkce()
    let issued = 0
    await assertAlways(
      fc.asyncProperty(
        pairs(
          AUTHORIZE_PARAMETERS.filter((name) => !name.startsWith('code_challenge')),
          fc.oneof({ weight: 4, arbitrary: meaningful }, hostile),
        ),
        async (given) => {
          const { url, response } = await aiko.go(
            changed(given, true, authorizeUrl({ code_challenge: challenge })),
          )
          expect(response.status).toBeLessThan(500)
          const code = url.searchParams.get('code')
          if (url.origin === ISSUER || code === null) return
          const clientId = Object.keys(REDIRECTS).find((id) =>
            url.href.startsWith(`${REDIRECTS[id]}?code=`),
          )
          const { json } = await redeem(
            issuer,
            { code, verifier },
            { client_id: clientId, redirect_uri: undefined },
          )
          expectWithinConsent(json['access_token'])
          issued += 1
        },
      ),
      { numRuns: 900 },
    )
    // Else the property would hold for an issuer that refuses everything.
    expect(issued).toBeGreaterThan(10)
  })
})

describe('any input to the pages of a request', () => {
  const FIELDS = list(
    `email; password; name; code; decision; person; lang; request; csrf; ticket; provider; client;
    scope; resource; redirect_uri; next; __proto__`,
  )
  const value = fc.oneof(
    hostile,
    fc.constantFrom('allow', 'deny', 'switch', 'aiko@demo.example', 'toolgraph-demo', 'ja', 'en'),
  )

  it('gives no fault, no way out, and no code that was not allowed', async () => {
    await assertAlways(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(STEPS)),
        fc.boolean(),
        fc.boolean(),
        pairs(FIELDS, value),
        async (step, isPost, isSignedIn, given) => {
          const browser = createBrowser(issuer)
          if (isSignedIn)
            for (const [name, cookie] of aiko.cookies) browser.cookies.set(name, cookie)
          const page = await browser.go(authorizeUrl({ prompt: 'consent' }))
          const request = page.url.searchParams.get('request') ?? ''
          const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
          const fields = changed(given, true, `?${new URLSearchParams({ request, csrf })}`).slice(1)
          const response = await (isPost
            ? browser.send(step, {
                method: 'POST',
                headers: { 'content-type': FORM },
                body: fields,
              })
            : browser.send(`${step}?${fields}`))
          expect(response.status).toBeLessThan(500)
          expect(await response.text()).not.toMatch(/<script|<img src=x/)

          const location = response.headers.get('location')
          if (location === null || /^\/(?!\/)/.test(location)) return
          expect(location.startsWith(`${REDIRECT}?`)).toBe(true)
          const { searchParams } = new URL(location)
          if (searchParams.has('code'))
            expect([isPost, new URLSearchParams(fields).get('decision')]).toEqual([true, 'allow'])
          else expect(searchParams.get('error')).toBe('access_denied')
        },
      ),
      { numRuns: 600 },
    )
  })
})

describe('any header to any route', () => {
  // What a header may carry at all: anything else never gets past a server's parser.
  const header = fc.oneof(
    fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((c) => String.fromCharCode(c)) }),
    fc.constantFrom(
      ...list(
        '%E0%A4%A, toolgraph-auth-session=%E0%A4%A, toolgraph-auth-browser=";, =, *;q=2',
        ',',
      ),
      ...list('ja;q=x, en-US-u-ca-x, Basic, Basic Og==, Bearer a.b.c, null, -1, 1e99', ','),
      ...list('text/html; charset=x, multipart/form-data, application/json; charset=utf-16', ','),
      'x'.repeat(8000),
    ),
  )
  const names = list(
    `cookie; authorization; accept; accept-language; content-type; origin; referer; user-agent;
    sec-fetch-site; content-length; if-none-match; range; host; x-any`,
  )

  it('gives no fault', async () => {
    const routes = issuer.app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+/g, 'x') }))
    expect(routes.length).toBeGreaterThan(10)
    await assertAlways(
      fc.asyncProperty(
        fc.constantFrom(...routes),
        fc.dictionary(fc.constantFrom(...names), header, { maxKeys: 4 }),
        hostile,
        async ({ method, path }, headers, text) => {
          const response = await issuer.app.request(path, {
            method,
            headers: { 'content-type': FORM, ...headers },
            ...(method === 'POST' && { body: new URLSearchParams({ text }).toString() }),
          })
          expect(response.status).toBeLessThan(500)
          const location = response.headers.get('location')
          if (location !== null) expect(location).toMatch(/^\/(?!\/)/)
        },
      ),
      { numRuns: 1200 },
    )
  })
})

it('met no fault', () => {
  expect(issuer.lines.filter(({ message }) => message === 'A request failed')).toEqual([])
})

it('knows a browser that is signed in', async () => {
  const page = await signInAsAiko(aiko, await aiko.go(authorizeUrl({})))
  expect(page.url.searchParams.has('code')).toBe(true)
})
