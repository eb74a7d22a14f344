import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SIGNING_PERIOD_MS } from '../src/keys/stored-keys.ts'
import {
  authorizeUrl,
  createBrowser,
  createPkce,
  createTestIssuer,
  obtainCode,
  redeem,
  refresh,
  signInAsAiko,
  type TestIssuer,
} from './issuer-harness.ts'

let database: TestDatabase
let replicas: TestIssuer[]
beforeAll(async () => {
  database = await createTestDatabase('auth')
  // All start at once on an empty database: each would make its own keys.
  replicas = await Promise.all(Array.from({ length: 4 }, () => createTestIssuer(database)))
})
afterAll(() => database.close())

const keysOf = async ({ app }: TestIssuer) => (await app.request('/.well-known/jwks.json')).json()

describe('several replicas on one database', () => {
  it('publish the same keys, although all began at once', async () => {
    const [first, ...others] = await Promise.all(replicas.map(keysOf))
    expect(first.keys).toHaveLength(2)
    for (const other of others) expect(other).toEqual(first)
  })

  it('share one flow: each step may be answered by another', async () => {
    let turn = 0
    const app = {
      request: (...args: Parameters<TestIssuer['app']['request']>) => {
        turn += 1
        const replica = replicas[turn % replicas.length]
        if (!replica) throw new Error('no replica')
        return replica.app.request(...args)
      },
    } as TestIssuer['app']
    const { verifier, challenge } = createPkce()
    const browser = createBrowser({ app })
    const consent = await signInAsAiko(
      browser,
      await browser.go(authorizeUrl({ code_challenge: challenge })),
    )
    const done = await browser.submit(consent, 'Allow')
    const code = { code: done.url.searchParams.get('code') ?? '', verifier }
    const tokens = await redeem({ app }, code)
    expect(tokens.status).toBe(200)
    expect((await refresh({ app }, tokens.json['refresh_token'])).status).toBe(200)
  })

  it('redeem one code once, whichever of them is asked', async () => {
    const [first] = replicas
    if (!first) throw new Error('no replica')
    const code = await obtainCode(createBrowser(first))
    const answers = await Promise.all(
      [...replicas, ...replicas, ...replicas].map((replica) => redeem(replica, code)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })
})

describe('signing keys', () => {
  it('change with the period, after a whole period in which the next was published', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    const before = (await keysOf(own)).keys.map(({ kid }: { kid: string }) => kid)
    const { json } = await redeem(own, await obtainCode(createBrowser(own)))
    own.clock.now += SIGNING_PERIOD_MS
    const after = (await keysOf(own)).keys.map(({ kid }: { kid: string }) => kid)
    const signedBy = (token: unknown) =>
      JSON.parse(atob(String(token).split('.')[0] ?? '').toString())['kid']
    const { json: next } = await redeem(own, await obtainCode(createBrowser(own)))

    expect(signedBy(json['access_token'])).toBe(before[0])
    expect(signedBy(next['access_token'])).toBe(before[1])
    expect(after).toContain(before[0])
    expect(after).toHaveLength(3)
    await own.close()
  })

  it('sealed with another secret stop the start with a sentence', async () => {
    await expect(createTestIssuer(database, { secret: 'quite another secret' })).rejects.toThrow(
      /was sealed with another secret than the AUTH_SECRET of today/,
    )
  })
})

describe('removing what has expired', () => {
  it('removes it, and nothing that is needed', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    const spent = await obtainCode(createBrowser(own))
    const { json } = await redeem(own, spent)
    await own.app.request(authorizeUrl({}))
    expect(await own.removeExpired()).toBe(0)

    own.clock.now += 3600 * 1000
    expect(await own.removeExpired()).toBeGreaterThan(0)
    expect(await own.database.authRequest.count()).toBe(0)
    // A replay is still seen, an hour later.
    expect((await redeem(own, spent)).status).toBe(400)
    expect((await refresh(own, json['refresh_token'])).json['error']).toBe('invalid_grant')

    own.clock.now += 200 * 24 * 3600 * 1000
    await own.removeExpired()
    expect(await own.database.authFamily.count()).toBe(0)
    expect(await own.database.authRefreshToken.count()).toBe(0)
    expect(await own.database.authCode.count()).toBe(0)
    expect(await own.database.authUser.count()).toBe(2)
    await own.close()
  })
})
