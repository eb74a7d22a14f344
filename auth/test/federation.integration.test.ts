import { createTestDatabase } from '@toolgraph/testing'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LIMITS } from '../src/people/limits.ts'
import {
  atCallback,
  atProvider,
  CLIENT,
  createTraveller,
  openWayOut,
  startGithub,
  startOidcProvider,
  type Claims,
  type Traveller,
} from './federation-harness.ts'
import {
  authorizeUrl,
  createPkce,
  createTestIssuer,
  dumpDatabase,
  ISSUER,
  redeem,
  refresh,
  REDIRECT,
  SECOND_REDIRECT,
  type TestIssuer,
  type Visit,
} from './issuer-harness.ts'

let acme: Awaited<ReturnType<typeof startOidcProvider>>
let other: Awaited<ReturnType<typeof startOidcProvider>>
let github: Awaited<ReturnType<typeof startGithub>>
let issuer: TestIssuer

beforeAll(async () => {
  acme = await startOidcProvider('acme')
  other = await startOidcProvider('other')
  github = await startGithub()
  const providers = [github.provider, acme.provider, { ...other.provider, name: 'Other' }]
  issuer = await createTestIssuer(await createTestDatabase('auth'), {
    providers,
    ...openWayOut([acme.origin, other.origin, github.origin]),
  })
})
afterAll(async () => {
  await issuer.close()
  await Promise.all([acme.close(), other.close(), github.close()])
})

const newEmail = () => `${crypto.randomUUID()}@people.example`

/** Makes somebody known to a provider. */
function enrol(claims: Claims = {}, at = acme) {
  const sub = `sub-${crypto.randomUUID()}`
  const known = { email: newEmail(), email_verified: true, name: 'Mio Sato', ...claims }
  at.people.set(sub, known)
  return { sub, email: known.email }
}

/** Signs in at the provider's own pages, and lets it tell who that is. */
async function passProvider(
  traveller: Traveller,
  page: Visit,
  sub: string,
  stop?: typeof atCallback,
) {
  const fields = { login: sub, password: 'any' }
  const told = stop ? { stop } : {}
  const asked = await traveller.submit(page, 'Sign-in', { fields, ...told })
  return asked.html.includes('Continue') ? traveller.submit(asked, 'Continue', told) : asked
}

/** The whole way to the page that follows the sign-in. */
async function signInBy(
  traveller: Traveller,
  sub: string,
  {
    button = 'Continue with Acme',
    url = authorizeUrl({}),
    stop = undefined as typeof atCallback | undefined,
  } = {},
) {
  const page = await traveller.go(url)
  return passProvider(traveller, await traveller.submit(page, button), sub, stop)
}

/** As far as the callback, which is not called. */
const untilCallback = (traveller: Traveller, sub: string) =>
  signInBy(traveller, sub, { stop: atCallback })

const findAccount = (email: string) =>
  issuer.database.authUser.findUnique({ where: { email }, include: { identities: true } })

const auditOf = async (where: { userId?: string; action?: string }) =>
  issuer.database.authAuditEvent.findMany({ where, orderBy: { createdAt: 'asc' } })

const actionsOf = async (userId: string) => (await auditOf({ userId })).map(({ action }) => action)

describe('sign-in by an OpenID provider', () => {
  it.each([
    {
      language: 'en',
      button: 'Continue with Acme',
      consent: 'Allow Test web to use Booking?',
      allow: 'Allow',
    },
    { language: 'ja', button: 'Acmeで続ける', consent: 'の利用を許可しますか', allow: '許可する' },
  ])('leads to an account, to consent and to tokens ($language)', async (look) => {
    const { sub, email } = enrol({ name: '佐藤 澪' })
    const traveller = createTraveller(issuer, { 'accept-language': look.language })
    const { verifier, challenge } = createPkce()
    const url = authorizeUrl({ code_challenge: challenge })

    const consent = await signInBy(traveller, sub, { button: look.button, url })
    expect(consent.url.pathname).toBe('/consent/authorize')
    expect(consent.html).toContain(`<html lang="${look.language}">`)
    expect(consent.html).toContain(look.consent)
    expect(consent.html).toContain(email)
    const back = await traveller.submit(consent, look.allow)
    expect(back.url.href).toMatch(new RegExp(`^${REDIRECT}\\?code=.*&state=the-state&iss=`))

    const code = { code: back.url.searchParams.get('code') ?? '', verifier }
    const { json } = await redeem(issuer, code)
    const account = await findAccount(email)
    expect(decodeJwt(String(json['access_token']))).toMatchObject({
      sub: account?.id,
      name: '佐藤 澪',
      scope: 'booking:read',
    })
    expect(account).toMatchObject({ passwordHash: null, isDemo: false })
    expect(account?.emailVerifiedAt).toBeInstanceOf(Date)
    expect(account?.identities).toMatchObject([{ provider: 'acme', subject: sub }])
    expect(await actionsOf(account?.id ?? '')).toEqual([
      'account.created',
      'sign_in.succeeded',
      'consent.given',
      'code.redeemed',
    ])
  })

  it('asks with PKCE, state and nonce, for what is needed alone, and shows no secret', async () => {
    const traveller = createTraveller(issuer, { 'accept-language': 'ja' })
    const { url } = await traveller.submit(await traveller.go(authorizeUrl({})), 'Acmeで続ける', {
      stop: atProvider,
    })
    expect(url.origin).toBe(acme.origin)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: CLIENT.clientId,
      redirect_uri: `${ISSUER}/federated/acme/callback`,
      scope: 'openid email profile',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      ui_locales: 'ja',
    })
    const dump = await dumpDatabase(issuer)
    for (const name of ['state', 'nonce']) expect(dump).not.toContain(url.searchParams.get(name))
  })

  it('knows the person again by the subject, whatever became of the address', async () => {
    const { sub, email } = enrol()
    await signInBy(createTraveller(issuer), sub)
    const account = await findAccount(email)
    acme.people.set(sub, { name: 'Somebody Else' })

    const consent = await signInBy(createTraveller(issuer), sub)
    expect(consent.html).toContain(email)
    expect(consent.html).toContain('Mio Sato')
    expect(await actionsOf(account?.id ?? '')).toEqual([
      'account.created',
      'sign_in.succeeded',
      'sign_in.succeeded',
    ])
  })

  it('starts a session of its own each time, and ends the one before', async () => {
    const { sub, email } = enrol()
    const traveller = createTraveller(issuer)
    const sessionOf = () => traveller.jars.get(ISSUER)?.get('toolgraph-auth-session')
    const consent = await signInBy(traveller, sub)
    const first = sessionOf()
    const signIn = await traveller.submit(consent, 'Use another account')
    await passProvider(traveller, await traveller.submit(signIn, 'Continue with Acme'), sub)
    expect(sessionOf()).not.toBe(first)
    const account = await findAccount(email)
    expect(await issuer.database.authSession.count({ where: { userId: account?.id ?? '' } })).toBe(
      1,
    )
  })

  it('lets whoever comes for another account choose one at the provider', async () => {
    const { sub } = enrol()
    const traveller = createTraveller(issuer)
    const consent = await signInBy(traveller, sub)
    const signIn = await traveller.submit(consent, 'Use another account')
    const { url } = await traveller.submit(signIn, 'Continue with Acme', { stop: atProvider })
    expect(url.searchParams.get('prompt')).toBe('login')

    const asked = await createTraveller(issuer).go(authorizeUrl({ prompt: 'login' }))
    expect(asked.url.pathname).toBe('/password/authorize')
  })

  it('never skips consent because the provider had it', async () => {
    const { sub } = enrol()
    const traveller = createTraveller(issuer)
    await traveller.submit(await signInBy(traveller, sub), 'Allow')
    const asked = await traveller.go(
      authorizeUrl({ client_id: 'second', redirect_uri: SECOND_REDIRECT }),
    )
    expect(asked.url.pathname).toBe('/consent/authorize')
    expect(asked.html).toContain('Allow Second')
  })

  it('is open to somebody whose provider tells no name', async () => {
    const { sub, email } = enrol({ name: '\u202e' })
    await signInBy(createTraveller(issuer), sub)
    expect((await findAccount(email))?.name).toBe(email.split('@')[0])
  })

  it('offers no button where no provider is configured', async () => {
    const plain = await createTestIssuer({ ...issuer, close: async () => {} })
    const page = await createTraveller(plain).go(authorizeUrl({}))
    expect(page.html).not.toContain('name="provider"')
  })
})

describe('the account of an address that a provider has verified', () => {
  const addAccount = async (data: { emailVerifiedAt: Date | null; isDemo?: boolean }) => {
    const email = newEmail()
    const account = { email, name: 'Typed Name', passwordHash: 'scrypt$x', ...data }
    return issuer.database.authUser.create({ data: account })
  }

  it('is linked where its owner has verified the address, too; the password stays', async () => {
    const account = await addAccount({ emailVerifiedAt: new Date() })
    const { sub } = enrol({ email: account.email.toUpperCase() })
    const consent = await signInBy(createTraveller(issuer), sub)
    expect(consent.html).toContain('Typed Name')

    const after = await findAccount(account.email)
    expect(after).toMatchObject({ id: account.id, passwordHash: 'scrypt$x', name: 'Typed Name' })
    expect(after?.identities).toMatchObject([{ provider: 'acme', subject: sub }])
    const linked = await auditOf({ userId: account.id, action: 'identity.linked' })
    expect(linked).toMatchObject([{ detail: { provider: 'acme' } }])
  })

  it('changes hands where nobody had verified it: password, sessions, tokens and consents end', async () => {
    const account = await addAccount({ emailVerifiedAt: null })
    const userId = account.id
    const { database } = issuer
    const later = new Date(issuer.clock.now + 60_000)
    const familyId = crypto.randomUUID()
    await database.authSession.create({ data: { id: 'of-the-squatter', userId, expiresAt: later } })
    await database.authGrant.create({ data: { userId, clientId: 'web', scopes: ['booking:read'] } })
    await database.authFamily.create({
      data: { id: familyId, userId, clientId: 'web', scopes: [], expiresAt: later },
    })
    const payload = { userId, redirectUri: REDIRECT, codeChallenge: 'x', scopes: [] }
    await database.authCode.create({
      data: {
        id: userId,
        clientId: 'web',
        familyId: crypto.randomUUID(),
        payload,
        expiresAt: later,
      },
    })

    const { sub } = enrol({ email: account.email })
    const consent = await signInBy(createTraveller(issuer), sub)
    expect(consent.html).toContain('Mio Sato')
    expect(await findAccount(account.email)).toMatchObject({
      id: userId,
      name: 'Mio Sato',
      passwordHash: null,
      emailVerifiedAt: expect.any(Date),
    })
    expect(await database.authSession.findUnique({ where: { id: 'of-the-squatter' } })).toBeNull()
    expect(await database.authGrant.count({ where: { userId } })).toBe(0)
    expect(await database.authCode.count({ where: { id: userId, usedAt: null } })).toBe(0)
    const family = await database.authFamily.findUnique({ where: { id: familyId } })
    expect(family?.revokedAt).toBeInstanceOf(Date)
    expect(await actionsOf(userId)).toContain('account.taken_over')
  })

  it('is never a demo account', async () => {
    const { sub } = enrol({ email: 'aiko@demo.example' })
    const page = await signInBy(createTraveller(issuer), sub)
    expect(page.html).toContain('This email address belongs to a demo account.')
    expect((await findAccount('aiko@demo.example'))?.identities).toEqual([])
  })

  it.each([
    ['says it has not verified', { email_verified: false }],
    ['says so in a text', { email_verified: 'true' }],
    ['says nothing of', { email_verified: undefined }],
  ])('is not touched by an address that the provider %s', async (_name, claims) => {
    const account = await addAccount({ emailVerifiedAt: new Date() })
    const { sub } = enrol({ ...claims, email: account.email })
    const traveller = createTraveller(issuer)
    const page = await signInBy(traveller, sub)
    expect(page.url.pathname).toBe('/password/authorize')
    expect(page.html).toContain('Acme has not verified an email address of yours.')
    expect(traveller.jars.get(ISSUER)?.has('toolgraph-auth-session')).toBe(false)
    expect((await findAccount(account.email))?.identities).toEqual([])
  })

  it('is not made of something else than an address', async () => {
    const { sub } = enrol({ email: 'not an address' })
    const page = await signInBy(createTraveller(issuer), sub)
    expect(page.html).toContain('Acme has not verified an email address of yours.')
  })
})

describe('two at once', () => {
  it('make one person of one identity', async () => {
    const { sub, email } = enrol()
    const travellers = Array.from({ length: 6 }, () => createTraveller(issuer))
    const arrivals = await Promise.all(travellers.map((one) => untilCallback(one, sub)))
    const pages = await Promise.all(
      travellers.map((one, index) => one.go(arrivals[index]?.url ?? '')),
    )
    expect(pages.map(({ url }) => url.pathname)).toEqual(
      Array.from({ length: 6 }, () => '/consent/authorize'),
    )
    const account = await findAccount(email)
    expect(account?.identities).toHaveLength(1)
    const actions = await actionsOf(account?.id ?? '')
    expect(actions.filter((action) => action === 'account.created')).toHaveLength(1)
    expect(actions.filter((action) => action === 'sign_in.succeeded')).toHaveLength(6)
  })

  it('make one person of two identities with one address', async () => {
    const { sub, email } = enrol()
    other.people.set(sub, { email, email_verified: true, name: 'Mio' })
    const [one, two] = [createTraveller(issuer), createTraveller(issuer)]
    const [first, second] = await Promise.all([
      untilCallback(one, sub),
      signInBy(two, sub, { button: 'Continue with Other', stop: atCallback }),
    ])
    await Promise.all([one.go(first.url), two.go(second.url)])
    const account = await findAccount(email)
    expect(account?.identities.map(({ provider }) => provider).toSorted()).toEqual([
      'acme',
      'other',
    ])
    expect((await actionsOf(account?.id ?? '')).toSorted()).toEqual([
      'account.created',
      'identity.linked',
      'sign_in.succeeded',
      'sign_in.succeeded',
    ])
  })

  it('in two tabs of one browser each go on with their own request', async () => {
    const { sub } = enrol()
    const traveller = createTraveller(issuer)
    const depart = async (state: string) => {
      const page = await traveller.go(authorizeUrl({ state }))
      return traveller.submit(page, 'Continue with Acme', { stop: atProvider })
    }
    const outs = [await depart('first'), await depart('second')] as const
    const consentOne = await passProvider(traveller, await traveller.go(outs[0].url), sub)
    // The provider knows the person by now.
    const consentTwo = await traveller.go(outs[1].url)
    const backTwo = await traveller.submit(consentTwo, 'Allow')
    const backOne = await traveller.submit(consentOne, 'Allow')
    expect(backOne.url.searchParams.get('state')).toBe('first')
    expect(backTwo.url.searchParams.get('state')).toBe('second')
  })
})

describe('a callback', () => {
  /** A page of ours that leads nowhere. */
  function expectErrorPage({ response, html }: Visit, sentence: string) {
    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
    expect(response.headers.get('refresh')).toBeNull()
    expect(response.headers.getSetCookie()).toEqual([])
    expect(html).toContain(sentence)
  }
  const UNKNOWN = 'This request has been answered or has expired.'

  it('is good once', async () => {
    const { sub } = enrol()
    const traveller = createTraveller(issuer)
    const { url } = await untilCallback(traveller, sub)
    expect((await traveller.go(url)).url.pathname).toBe('/consent/authorize')
    expectErrorPage(await traveller.go(url), UNKNOWN)
  })

  it('is good once for ten calls at the same time', async () => {
    const { sub } = enrol()
    const traveller = createTraveller(issuer)
    const { url } = await untilCallback(traveller, sub)
    const pages = await Promise.all(Array.from({ length: 10 }, () => traveller.go(url)))
    const arrived = pages.filter((page) => page.url.pathname === '/consent/authorize')
    expect(arrived).toHaveLength(1)
    expect(pages.filter(({ html }) => html.includes(UNKNOWN))).toHaveLength(9)
  })

  it('is worth nothing in another browser, and is not spoiled there', async () => {
    const { sub } = enrol()
    const traveller = createTraveller(issuer)
    const { url } = await untilCallback(traveller, sub)
    const sentence = 'This request was begun in another browser.'
    expectErrorPage(await createTraveller(issuer).go(url), sentence)
    const stranger = createTraveller(issuer)
    await stranger.go(authorizeUrl({}))
    expectErrorPage(await stranger.go(url), sentence)
    expect((await traveller.go(url)).url.pathname).toBe('/consent/authorize')
  })

  it('is worth nothing after ten minutes', async () => {
    const { sub } = enrol()
    const traveller = createTraveller(issuer)
    const { url } = await untilCallback(traveller, sub)
    issuer.clock.now += 10 * 60 * 1000
    expectErrorPage(await traveller.go(url), UNKNOWN)
    issuer.clock.now -= 10 * 60 * 1000
  })

  it.each([
    ['of another provider', (url: URL) => url.href.replace('/acme/', '/other/')],
    ['of no provider', (url: URL) => url.href.replace('/acme/', '/nobody/')],
    ['with another state', (url: URL) => url.href.replace(/state=[^&]*/, 'state=guessed')],
    ['without state', (url: URL) => url.href.replace(/state=[^&]*/, '')],
  ])('%s is a page of ours, and a redirect never', async (_name, change) => {
    const { sub } = enrol()
    const traveller = createTraveller(issuer)
    const { url } = await untilCallback(traveller, sub)
    expectErrorPage(await traveller.go(change(url)), UNKNOWN)
    expect((await traveller.go(url)).url.pathname).toBe('/consent/authorize')
  })

  it('of a request that was answered meanwhile is a page of ours', async () => {
    const { sub } = enrol()
    const traveller = createTraveller(issuer)
    const { url } = await untilCallback(traveller, sub)
    await issuer.database.authRequest.deleteMany()
    expectErrorPage(await traveller.go(url), UNKNOWN)
  })

  it('that somebody cancelled leads back to the sign-in page of the same request', async () => {
    const traveller = createTraveller(issuer, { 'accept-language': 'ja' })
    const page = await traveller.submit(await traveller.go(authorizeUrl({})), 'Acmeで続ける')
    const abort = /href="([^"]*\/abort)"/.exec(page.html)?.[1] ?? ''
    const back = await traveller.go(abort)
    expect(back.url.pathname).toBe('/password/authorize')
    expect(back.html).toContain('Acmeでのサインインは完了しませんでした。')
    expect(back.html).not.toContain('aborted')
    const { sub } = enrol()
    const again = await traveller.submit(back, 'Acmeで続ける')
    const consent = await passProvider(traveller, again, sub)
    expect(consent.html).toContain('の利用を許可しますか')
  })
})

describe('the form that leads to a provider', () => {
  const post = (body: Record<string, string>, headers: Record<string, string> = {}) =>
    issuer.app.request('/federated/authorize', {
      method: 'POST',
      body: new URLSearchParams(body).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })

  it('is refused from another site, without its token, or in another browser', async () => {
    const traveller = createTraveller(issuer)
    const page = await traveller.go(authorizeUrl({}))
    const request = page.url.searchParams.get('request') ?? ''
    const csrf = /name="csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? ''
    const cookie = [...(traveller.jars.get(ISSUER) ?? [])].map((pair) => pair.join('=')).join('; ')
    const form = { request, csrf, provider: 'acme' }
    expect((await post(form, { cookie, origin: 'https://evil.example' })).status).toBe(403)
    expect((await post({ ...form, csrf: 'guessed' }, { cookie })).status).toBe(403)
    expect((await post(form)).status).toBe(400)
    expect((await post({ ...form, provider: 'nobody' }, { cookie })).status).toBe(403)
    expect((await post(form, { cookie })).headers.get('refresh')).toContain(acme.origin)
  })

  it('lets no stranger reach the step of those who come back', async () => {
    for (const method of ['GET', 'POST'])
      expect((await issuer.app.request('/federated/arrival', { method })).status).toBe(404)
  })

  it('shows the sign-in page where its answer is loaded anew', async () => {
    const traveller = createTraveller(issuer)
    const page = await traveller.go(authorizeUrl({}))
    const again = await traveller.go(`/federated/authorize${page.url.search}`)
    expect(again.url.pathname).toBe('/password/authorize')
  })

  it('explains no notice that we did not write', async () => {
    const traveller = createTraveller(issuer)
    const page = await traveller.go(authorizeUrl({}))
    for (const notice of [
      'nobody.denied',
      'acme.<b>',
      'acme',
      '.denied',
      'acme.denied.x'.repeat(90),
    ]) {
      const search = new URLSearchParams({ notice })
      const { html } = await traveller.go(`${page.url.href}&${search}`)
      expect(html).not.toContain('role="alert"')
    }
  })

  it('is throttled', async () => {
    const { providers, providerFetch, trustedOrigins } = issuer.dependencies
    const busy = await createTestIssuer(
      { ...issuer, close: async () => {} },
      {
        ...(providers && { providers }),
        ...(providerFetch && { providerFetch }),
        trustedOrigins,
        clientAddress: () => '203.0.113.7',
      },
    )
    const traveller = createTraveller(busy)
    const go = async () => {
      const page = await traveller.go(authorizeUrl({}))
      return traveller.submit(page, 'Continue with Acme', { stop: atProvider })
    }
    const { tries } = LIMITS.federation
    expect((await go()).url.origin).toBe(acme.origin)
    const key = 'federation/203.0.113.7'
    await issuer.database.authThrottle.update({ where: { key }, data: { count: tries - 1 } })
    expect((await go()).url.origin).toBe(acme.origin)
    expect((await go()).html).toContain('Too many sign-ins from this network.')
    busy.clock.now += 16 * 60 * 1000
    expect((await go()).url.origin).toBe(acme.origin)
  })
})

describe('sign-in by GitHub', () => {
  const octocat = (email: string, id = Math.floor(Math.random() * 1e9)) => ({
    user: { id, login: 'octocat', name: 'Mona Lisa', email: 'public@people.example', type: 'User' },
    emails: [
      { email: 'old@people.example', primary: false, verified: true, visibility: null },
      { email, primary: true, verified: true, visibility: 'private' },
    ],
  })
  const begin = async (traveller: Traveller) =>
    traveller.submit(await traveller.go(authorizeUrl({})), 'Continue with GitHub', {
      stop: atProvider,
    })
  const comeBack = (traveller: Traveller, out: URL, answer: Record<string, string> = {}) => {
    const state = out.searchParams.get('state') ?? ''
    const search = new URLSearchParams({ code: 'the-code', state, ...answer })
    return traveller.go(`${out.searchParams.get('redirect_uri')}?${search}`)
  }
  const signIn = async (traveller: Traveller, answer?: Record<string, string>) =>
    comeBack(traveller, (await begin(traveller)).url, answer)

  it('leads to an account with the verified primary address', async () => {
    const email = newEmail()
    github.state.account = octocat(email)
    github.state.requests = []
    const traveller = createTraveller(issuer)
    const { url } = await begin(traveller)
    expect(url.pathname).toBe('/login/oauth/authorize')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: CLIENT.clientId,
      redirect_uri: `${ISSUER}/federated/github/callback`,
      scope: 'user:email',
      state: expect.any(String),
      code_challenge: expect.any(String),
      code_challenge_method: 'S256',
    })

    const consent = await comeBack(traveller, url, { iss: github.provider.issuer })
    expect(consent.html).toContain(email)
    expect(consent.html).toContain('Mona Lisa')
    const account = await findAccount(email)
    const subject = String(github.state.account.user.id)
    expect(account?.identities).toMatchObject([{ provider: 'github', subject }])
    const [token, ...api] = github.state.requests
    expect(token?.headers.accept).toContain('application/json')
    expect(Object.fromEntries(token?.body ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      code: 'the-code',
      client_id: CLIENT.clientId,
      client_secret: CLIENT.clientSecret,
      code_verifier: expect.stringMatching(/^[\w-]{43,}$/),
    })
    expect(api.map(({ path }) => path).toSorted()).toEqual(['/user', '/user/emails'])
    for (const { headers } of api) expect(headers['user-agent']).toBe('toolgraph')
  })

  it('knows the person by the number, not by the login', async () => {
    const email = newEmail()
    const account = octocat(email)
    github.state.account = account
    await signIn(createTraveller(issuer))
    github.state.account = octocat(newEmail(), account.user.id)
    github.state.account.user = { ...github.state.account.user, login: 'renamed', name: 'Renamed' }
    expect((await signIn(createTraveller(issuer))).html).toContain(email)
  })

  it('takes the login for a name where there is none', async () => {
    const email = newEmail()
    const account = octocat(email)
    github.state.account = { ...account, user: { ...account.user, name: null as never } }
    await signIn(createTraveller(issuer))
    expect((await findAccount(email))?.name).toBe('octocat')
  })

  it('needs the primary address to be verified', async () => {
    const email = newEmail()
    const account = octocat(email)
    const emails = account.emails.map((one) => (one.primary ? { ...one, verified: false } : one))
    github.state.account = { ...account, emails }
    const page = await signIn(createTraveller(issuer))
    expect(page.html).toContain('GitHub has not verified an email address of yours.')
    expect(await findAccount(email)).toBeNull()
  })

  it.each([
    [
      'an error',
      { error: 'access_denied', error_description: 'Bad <b>person</b>' },
      'was not completed',
    ],
    ['the name of another issuer', { iss: 'https://evil.example' }, 'could not be verified'],
  ])('ends on the sign-in page where it answers with %s', async (_name, answer, sentence) => {
    github.state.account = octocat(newEmail())
    const page = await signIn(createTraveller(issuer), answer)
    expect(page.url.pathname).toBe('/password/authorize')
    expect(page.html).toContain(sentence)
    expect(page.html).not.toContain('person')
  })

  it('tells the operator why it refuses, though it says so with status 200', async () => {
    github.state.tokenError = 'incorrect_client_credentials'
    issuer.lines.length = 0
    const page = await signIn(createTraveller(issuer))
    github.state.tokenError = undefined
    expect(page.html).toContain('GitHub does not accept sign-ins from here.')
    expect(issuer.lines).toEqual([
      {
        message: 'Nobody was signed in by a provider',
        fields: { provider: 'github', failure: 'refused', code: 'incorrect_client_credentials' },
      },
    ])
  })

  it.each([500, 503, 429])(
    'says that it cannot be reached where its API answers %i',
    async (status) => {
      github.state.account = octocat(newEmail())
      github.state.apiStatus = status
      const page = await signIn(createTraveller(issuer))
      github.state.apiStatus = 200
      expect(page.html).toContain('GitHub cannot be reached right now.')
    },
  )

  it('takes no answer of another shape', async () => {
    github.state.account = { ...octocat(newEmail()), emails: 'many' as never }
    expect((await signIn(createTraveller(issuer))).html).toContain('could not be verified')
  })
})

it('a refresh token of a session by a provider lives on as any other', async () => {
  const { sub } = enrol()
  const traveller = createTraveller(issuer)
  const { verifier, challenge } = createPkce()
  const consent = await signInBy(traveller, sub, {
    url: authorizeUrl({ code_challenge: challenge }),
  })
  const { url } = await traveller.submit(consent, 'Allow')
  const { json } = await redeem(issuer, { code: url.searchParams.get('code') ?? '', verifier })
  expect((await refresh(issuer, json['refresh_token'])).status).toBe(200)
})
