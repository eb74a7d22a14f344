import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { createTokenVerifier } from '@toolgraph/access-token'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { decodeProtectedHeader } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import type { AuthDependencies } from '../src/dependencies.ts'
import { KEYS_FRESH_MS } from '../src/keys/signing-keys.ts'
import { SIGNING_PERIOD_MS } from '../src/keys/stored-keys.ts'
import {
  authorizeUrl,
  BOOKING,
  createBrowser,
  createTestIssuer,
  introspect,
  ISSUER,
  obtainCode,
  redeem,
  refresh,
  signInAsAiko,
  type TestIssuer,
} from './issuer-harness.ts'

const SECRET = 'the-secret-of-before'
const NEW_SECRET = 'the-secret-of-today'
const JWKS = `${ISSUER}/.well-known/jwks.json`

const databases: TestDatabase[] = []
afterEach(async () => {
  await Promise.all(databases.splice(0).map((one) => one.close()))
})

async function openDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase('auth')
  databases.push(database)
  return database
}

async function openIssuer(
  database?: TestDatabase,
  overrides: Partial<AuthDependencies> = {},
): Promise<TestIssuer> {
  return createTestIssuer(database ?? (await openDatabase()), { secret: SECRET, ...overrides })
}

async function obtainToken(issuer: TestIssuer): Promise<string> {
  const { json } = await redeem(issuer, await obtainCode(createBrowser(issuer)))
  return String(json['access_token'])
}

/** A server made with the kit, as far as it verifies: it remembers what it read of the issuer. */
function createServer(issuer: TestIssuer) {
  const reads: string[] = []
  const { verify } = createTokenVerifier({
    issuer: ISSUER,
    resource: BOOKING,
    now: () => issuer.clock.now,
    fetch: async (input) => {
      reads.push(String(input))
      return issuer.app.request(String(input))
    },
  })
  return { verify, readsOfKeys: () => reads.filter((url) => url === JWKS).length }
}

async function publishedBy({ app }: TestIssuer): Promise<string[]> {
  const { keys } = await (await app.request(JWKS)).json()
  return keys.map(({ kid }: { kid: string }) => kid)
}

const kidOf = (token: string) => decodeProtectedHeader(token).kid ?? ''

/** Moves the clocks of replicas on together. */
function wait(milliseconds: number, ...issuers: TestIssuer[]): void {
  for (const issuer of issuers) issuer.clock.now += milliseconds
}

describe('the scheduled change of the signing key', () => {
  it('breaks no verification: tokens from before, at and after it are accepted by a server that read the keys before', async () => {
    const issuer = await openIssuer()
    const { clock } = issuer
    clock.now = (Math.floor(clock.now / SIGNING_PERIOD_MS) + 1) * SIGNING_PERIOD_MS - 2_000
    const server = createServer(issuer)

    const before = await obtainToken(issuer)
    expect((await server.verify(before)).ok).toBe(true)
    wait(2_000, issuer)
    const at = await obtainToken(issuer)
    wait(60_000, issuer)
    const after = await obtainToken(issuer)

    expect(kidOf(at)).not.toBe(kidOf(before))
    expect(kidOf(after)).toBe(kidOf(at))
    for (const token of [before, at, after]) {
      expect(await server.verify(token)).toMatchObject({ ok: true })
      expect(await introspect(issuer, token)).toMatchObject({ active: true })
      expect(await createServer(issuer).verify(token)).toMatchObject({ ok: true })
    }
    expect(server.readsOfKeys()).toBe(1)
  })

  it('publishes each key one period before it signs and one after, and keeps it no longer', async () => {
    const issuer = await openIssuer()
    const [first, second] = await publishedBy(issuer)
    wait(SIGNING_PERIOD_MS, issuer)
    expect((await publishedBy(issuer)).toSorted()).toContain(first)
    wait(SIGNING_PERIOD_MS, issuer)
    const third = await publishedBy(issuer)
    expect(third).not.toContain(first)
    expect(third).toContain(second)
    await issuer.removeExpired()
    const kept = { key: { startsWith: 'signing-key/' } }
    expect(await issuer.database.authKeyValue.count({ where: kept })).toBe(3)
  })
})

describe('npm run rotate-keys', () => {
  const rotateKeys = ({ url }: TestDatabase, secret = SECRET) =>
    promisify(execFile)(
      process.execPath,
      [path.join(import.meta.dirname, '../src/entry/rotate-keys.ts')],
      { env: { DATABASE_URL: url, AUTH_SECRET: secret } },
    )

  it('makes new keys sign at every running replica, and ends the tokens of the old ones', async () => {
    const database = await openDatabase()
    const replicas = [await openIssuer(database), await openIssuer(database)] as const
    const [one, other] = replicas
    const server = createServer(one)
    const stolen = await obtainToken(one)
    const { json } = await redeem(one, await obtainCode(createBrowser(one)))
    expect((await server.verify(stolen)).ok).toBe(true)
    const before = await publishedBy(one)

    const { stdout } = await rotateKeys(database)
    // Their clocks are some milliseconds apart, as clocks are.
    wait(KEYS_FRESH_MS + 1_000, ...replicas)

    for (const replica of replicas) {
      const after = await publishedBy(replica)
      expect(after).toHaveLength(2)
      expect(after.filter((kid) => before.includes(kid))).toEqual([])
      expect(await introspect(replica, stolen)).toEqual({ active: false })
      const fresh = await obtainToken(replica)
      expect(kidOf(fresh)).toBe(after[0])
      expect(await server.verify(fresh)).toMatchObject({ ok: true })
      expect(await introspect(other, fresh)).toMatchObject({ active: true })
    }
    // The new key made the server read the keys again; without it, its memory ends after ten minutes.
    expect(await server.verify(stolen)).toMatchObject({ failure: { reason: 'unknown_key' } })
    // What does not depend on the keys goes on.
    expect((await refresh(other, json['refresh_token'])).status).toBe(200)

    const [signing = ''] = await publishedBy(one)
    expect(stdout).toContain(`The key "${signing}" signs from now on`)
    for (const kid of before) expect(stdout).toContain(`The key "${kid}" is published no longer`)
    const events = await database.database.authAuditEvent.findMany({
      where: { action: 'keys.replaced' },
    })
    expect(events).toMatchObject([{ detail: { kid: signing, removed: before } }])
  })

  it('is over for a server that meets no new token after ten minutes', async () => {
    const database = await openDatabase()
    const issuer = await openIssuer(database)
    const server = createServer(issuer)
    const stolen = await obtainToken(issuer)
    await server.verify(stolen)
    await rotateKeys(database)
    wait(9 * 60_000, issuer)
    expect((await server.verify(stolen)).ok).toBe(true)
    wait(60_000 - 1, issuer)
    expect(server.readsOfKeys()).toBe(1)
    wait(1, issuer)
    expect((await server.verify(stolen)).ok).toBe(false)
  })

  it('changes nothing with a wrong secret, and says what is wrong', async () => {
    const database = await openDatabase()
    const issuer = await openIssuer(database)
    const before = await publishedBy(issuer)
    await expect(rotateKeys(database, 'a mistaken secret')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^Cannot open "signing-key\/\d+": it was sealed with another secret/,
      ),
    })
    wait(KEYS_FRESH_MS, issuer)
    expect(await publishedBy(issuer)).toEqual(before)
  })
})

describe('a new AUTH_SECRET', () => {
  it('with the one before it keeps keys, tokens and forms, and then stands alone', async () => {
    const database = await openDatabase()
    const before = await openIssuer(database)
    const token = await obtainToken(before)
    const browser = createBrowser(before)
    const consent = await signInAsAiko(
      browser,
      await browser.go(authorizeUrl({ prompt: 'consent', resource: BOOKING })),
    )
    const published = await publishedBy(before)

    // All replicas are restarted at once: each would seal everything anew.
    const secret = [NEW_SECRET, SECRET] as const
    const [during] = await Promise.all([1, 2, 3].map(() => openIssuer(database, { secret })))
    if (!during) throw new Error('no replica')
    expect(await publishedBy(during)).toEqual(published)
    expect(await introspect(during, token)).toMatchObject({ active: true })
    const next = createBrowser(during)
    for (const [name, value] of browser.cookies) next.cookies.set(name, value)
    const done = await next.submit(consent, 'Allow')
    expect(done.url.searchParams.get('code')).toBeTruthy()

    const after = await openIssuer(database, { secret: NEW_SECRET })
    expect(await publishedBy(after)).toEqual(published)
    expect(await introspect(after, token)).toMatchObject({ active: true })
    expect(kidOf(await obtainToken(after))).toBe(published[0])
    await expect(openIssuer(database)).rejects.toThrow(
      /^Cannot open "signing-key\/\d+": it was sealed with another secret than the AUTH_SECRET of today; give the one before it as AUTH_SECRET_PREVIOUS$/,
    )
  })

  it('lets replicas that still run with the one before it go on with the keys they know', async () => {
    const database = await openDatabase()
    const before = await openIssuer(database)
    const published = await publishedBy(before)
    await openIssuer(database, { secret: [NEW_SECRET, SECRET] })
    wait(KEYS_FRESH_MS, before)
    expect(await publishedBy(before)).toEqual(published)
    expect(before.lines.map(({ message }) => message)).toContain(
      'Cannot read the signing keys again',
    )
    wait(60 * 60_000, before)
    expect((await before.app.request(JWKS)).status).toBe(500)
  })

  it('without the one before it refuses a form from before with a way on, not with a fault', async () => {
    const database = await openDatabase()
    const before = await openIssuer(database)
    const browser = createBrowser(before)
    const signIn = await browser.go(authorizeUrl({ prompt: 'login' }))
    await openIssuer(database, { secret: [NEW_SECRET, SECRET] })
    const after = await openIssuer(database, { secret: NEW_SECRET })
    const next = createBrowser(after)
    for (const [name, value] of browser.cookies) next.cookies.set(name, value)
    const page = await next.submit(signIn, 'Continue as Aiko Tanaka')
    expect(page.response.status).toBe(403)
    expect(page.html).toContain('Begin again.')
  })
})
