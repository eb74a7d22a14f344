import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditAction } from '../src/audit-log.ts'
import { replaceKeys } from '../src/keys/replace-keys.ts'
import { createAuditLog } from '../src/storage/audit-log.ts'
import { createKeyValueStore } from '../src/storage/key-value-store.ts'
import {
  createActorsIssuer,
  exchange,
  grant,
  idOf,
  ORDER,
  personTokens,
  secretOf,
} from './actors-harness.ts'
import { atProvider, createTraveller, openWayOut, startGithub } from './federation-harness.ts'
import {
  authorizeUrl,
  basic,
  BOOKING,
  createBrowser,
  ISSUER,
  obtainCode,
  postForm,
  redeem,
  refresh,
  signInAsAiko,
  type Browser,
  type TestIssuer,
} from './issuer-harness.ts'
import { goTo, newEmail, PASSWORD, readCode, requestAccount } from './people-harness.ts'

let github: Awaited<ReturnType<typeof startGithub>>
let issuer: TestIssuer
beforeAll(async () => {
  github = await startGithub()
  issuer = await createActorsIssuer({
    providers: [github.provider],
    ...openWayOut([github.origin]),
    clientAddress: () => crypto.randomUUID(),
  })
})
afterAll(async () => {
  await issuer.close()
  await github.close()
})

/** All that must never stand in the log. */
const secrets = new Set<string>(['gho_secret', PASSWORD, 'toolgraph-demo', 'another password'])
const keep = (...values: unknown[]) => {
  for (const value of values) if (typeof value === 'string') secrets.add(value)
}

async function obtainTokens(browser = createBrowser(issuer)) {
  const code = await obtainCode(browser, { resource: BOOKING })
  const { json } = await redeem(issuer, code)
  keep(code.code, code.verifier, json['access_token'], json['refresh_token'])
  return { code, access: String(json['access_token']), refresh: String(json['refresh_token']) }
}

async function newPerson() {
  const browser = createBrowser(issuer)
  const email = newEmail()
  const page = await requestAccount(browser, { email })
  const code = await readCode(browser, email)
  keep(code, code.replace(' ', ''))
  await browser.submit(page, 'Create account', { code })
  keep(...browser.cookies.values())
  return { browser, email }
}

async function signInByGithub(email: string): Promise<void> {
  github.state.account = {
    user: { id: Math.floor(Math.random() * 1e9), login: 'mio', name: 'Mio' },
    emails: [{ email, primary: true, verified: true, visibility: null }],
  }
  const traveller = createTraveller(issuer)
  const signIn = await traveller.go(authorizeUrl({}))
  const away = await traveller.submit(signIn, 'Continue with GitHub', { stop: atProvider })
  const state = away.url.searchParams.get('state') ?? ''
  keep(state, 'the-code-of-github')
  const answer = new URLSearchParams({ state, code: 'the-code-of-github' })
  await traveller.go(`/federated/github/callback?${answer}`)
}

/** Presses a button of the account page. */
async function atAccount(browser: Browser, path: string, fields: Record<string, string> = {}) {
  const { html } = await browser.go('/account')
  const csrf = /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? ''
  const other = /name="browser" value="([^"]*)"/.exec(html)?.[1] ?? ''
  keep(csrf)
  await browser.go(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: ISSUER },
    body: new URLSearchParams({ csrf, browser: other, ...fields }).toString(),
  })
}

/** A person signed in twice. */
async function twoBrowsers(): Promise<Browser> {
  const { browser, email } = await newPerson()
  const second = createBrowser(issuer)
  const signIn = await second.go(authorizeUrl({}))
  await second.submit(signIn, 'Sign in', { email, password: PASSWORD })
  return browser
}

/** How each event comes about: an action without its deed here does not compile. */
const DEEDS: Record<AuditAction, () => Promise<unknown>> = {
  'account.created': () => newPerson(),
  'email.proof_sent': () => requestAccount(createBrowser(issuer)),
  'email.proof_refused': async () => {
    const browser = createBrowser(issuer)
    const page = await requestAccount(browser)
    await browser.submit(page, 'Create account', { code: '1234 5678' })
  },
  'password.reset': async () => {
    const { email } = await newPerson()
    const browser = createBrowser(issuer)
    const form = await goTo(browser, '/password/forgot')
    const asked = await browser.submit(form, 'Send the code', { email })
    const code = await readCode(browser, email)
    keep(code)
    const chosen = await browser.submit(asked, 'Continue', { code })
    await browser.submit(chosen, 'Set the password', { password: 'another password' })
  },
  'identity.linked': async () => signInByGithub((await newPerson()).email),
  'account.taken_over': async () => {
    const email = newEmail()
    await issuer.database.authUser.create({ data: { email, name: 'Squatter', passwordHash: 'x' } })
    await signInByGithub(email)
  },
  'sign_in.succeeded': async () => {
    const browser = createBrowser(issuer)
    await signInAsAiko(browser, await browser.go(authorizeUrl({})))
  },
  'sign_in.refused': async () => {
    const browser = createBrowser(issuer)
    const wrong = { email: newEmail(), password: 'another password' }
    await browser.submit(await browser.go(authorizeUrl({})), 'Sign in', wrong)
  },
  sign_out: async () => atAccount((await newPerson()).browser, '/sign-out'),
  'session.ended': async () => atAccount(await twoBrowsers(), '/account/browsers/end'),
  'sessions.ended': async () => atAccount(await twoBrowsers(), '/account/browsers/end-others'),
  'consent.given': () => obtainTokens(),
  'consent.denied': async () => {
    const { browser } = await newPerson()
    await browser.submit(await browser.go(authorizeUrl({})), 'Do not allow')
  },
  'access.removed': async () => {
    const { browser } = await newPerson()
    await obtainTokens(browser)
    const key = { client: 'web', resource: BOOKING }
    await atAccount(browser, '/account/applications/remove', key)
  },
  'client.registered': async () => {
    const response = await issuer.app.request('/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: ['https://app.example/callback'] }),
    })
    keep((await response.json()).client_secret)
  },
  'code.redeemed': () => obtainTokens(),
  'code.refused': async () => {
    const code = await obtainCode(createBrowser(issuer))
    keep(code.code, code.verifier)
    await redeem(issuer, code, { redirect_uri: 'https://elsewhere.example/callback' })
  },
  'code.replayed': async () => redeem(issuer, (await obtainTokens()).code),
  'refresh_token.reused': async () => {
    const tokens = await obtainTokens()
    await refresh(issuer, tokens.refresh)
    issuer.clock.now += 60_000
    await refresh(issuer, tokens.refresh)
  },
  'refresh_token.refused': async () =>
    refresh(issuer, (await obtainTokens()).refresh, { client_id: 'second' }),
  'client_credentials.issued': async () => {
    const form = { grant_type: 'client_credentials', resource: ORDER }
    const { json } = await postForm(issuer, '/token', form, basic('robot', secretOf('robot')))
    keep(json['access_token'], secretOf('robot'))
  },
  'token.exchanged': async () => {
    const userId = await idOf(issuer, 'Aiko Tanaka')
    const scopes = ['booking:read']
    await grant(issuer, { userId, clientId: 'order', resource: BOOKING, scopes })
    const { access, refresh: renewal } = await personTokens(issuer)
    const { json } = await exchange(issuer, { resource: BOOKING, subject_token: access })
    keep(access, renewal, json['access_token'], secretOf('order'))
  },
  'token_exchange.refused': () =>
    exchange(issuer, { resource: BOOKING, subject_token: 'no-token-at-all' }),
  'token.revoked': async () => {
    const token = (await obtainTokens()).refresh
    await postForm(issuer, '/revoke', { client_id: 'web', token })
  },
  'client.refused': () => {
    keep('a-wrong-secret')
    const form = { grant_type: 'client_credentials', resource: ORDER }
    return postForm(issuer, '/token', form, basic('robot', 'a-wrong-secret'))
  },
  'keys.replaced': async () => {
    const { database, clock, dependencies } = issuer
    const now = () => clock.now
    const store = createKeyValueStore(database, dependencies.secret, now)
    await replaceKeys({ store, audit: createAuditLog(database, now), now: clock.now })
  },
}

describe('the audit log', () => {
  const actions = Object.keys(DEEDS) as AuditAction[]

  it.each(actions)('has "%s"', async (action) => {
    const { authAuditEvent: events } = issuer.database
    const before = await events.count({ where: { action } })
    // No deed counts for the limits of another.
    issuer.clock.now += 24 * 3600_000
    await DEEDS[action]()
    expect(await events.count({ where: { action } })).toBeGreaterThan(before)
  })

  it('has no code, token, secret or password of all that', async () => {
    const rows = JSON.stringify(await issuer.database.authAuditEvent.findMany())
    expect(secrets.size).toBeGreaterThan(50)
    for (const secret of secrets) expect(rows).not.toContain(secret)
  })
})
