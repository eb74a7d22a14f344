import { randomUUID } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createAuthorizationStore } from './authorization-store.ts'
import { createSessionStore } from './session-store.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase('web')
})
afterAll(() => test.close())

const now = new Date('2026-11-22T12:00:00Z')
const inTenMinutes = new Date(now.getTime() + 600_000)

describe('createSessionStore()', () => {
  const session = () => ({
    id: randomUUID(),
    subject: 'aiko',
    name: 'Aiko',
    tokenSet: 'sealed-1',
    tokenExpiresAt: inTenMinutes,
    expiresAt: inTenMinutes,
  })

  it('finds a session until it expires or ends', async () => {
    const store = createSessionStore(test.database)
    const aiko = session()
    await store.create(aiko)

    expect(await store.find(aiko.id, now)).toEqual({
      ...aiko,
      tokenVersion: 1,
      leaseUntil: undefined,
    })
    expect(await store.find(aiko.id, inTenMinutes)).toBeUndefined()
    await store.end(aiko.id)
    expect(await store.find(aiko.id, now)).toBeUndefined()
  })

  it('gives the lease to one of many callers', async () => {
    const store = createSessionStore(test.database)
    const aiko = session()
    await store.create(aiko)

    const claims = Array.from({ length: 20 }, () =>
      store.lease({ id: aiko.id, tokenVersion: 1, lease: randomUUID(), until: inTenMinutes }),
    )
    expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1)
  })

  it('refuses a lease on a version that has moved on', async () => {
    const store = createSessionStore(test.database)
    const aiko = session()
    await store.create(aiko)
    const lease = randomUUID()
    await store.lease({ id: aiko.id, tokenVersion: 1, lease, until: inTenMinutes })
    const renewal = { id: aiko.id, lease, tokenSet: 'sealed-2', tokenExpiresAt: inTenMinutes }

    expect(await store.renew(renewal)).toBe(true)
    expect(await store.renew(renewal)).toBe(false)
    expect(await store.find(aiko.id, now)).toMatchObject({ tokenSet: 'sealed-2', tokenVersion: 2 })
    const late = { id: aiko.id, tokenVersion: 1, lease: randomUUID(), until: inTenMinutes }
    expect(await store.lease(late)).toBe(false)
  })

  it('never takes over a lease, even one that has run out', async () => {
    const store = createSessionStore(test.database)
    const aiko = session()
    await store.create(aiko)
    await store.lease({ id: aiko.id, tokenVersion: 1, lease: randomUUID(), until: now })

    const second = { id: aiko.id, tokenVersion: 1, lease: randomUUID(), until: inTenMinutes }
    expect(await store.lease(second)).toBe(false)
    expect(await store.find(aiko.id, now)).toMatchObject({ leaseUntil: now })
  })

  it('leases again after a release', async () => {
    const store = createSessionStore(test.database)
    const aiko = session()
    await store.create(aiko)
    const lease = randomUUID()
    await store.lease({ id: aiko.id, tokenVersion: 1, lease, until: inTenMinutes })
    await store.release(aiko.id, lease)

    const second = { id: aiko.id, tokenVersion: 1, lease: randomUUID(), until: inTenMinutes }
    expect(await store.lease(second)).toBe(true)
  })

  it('purges what has expired and nothing else', async () => {
    const store = createSessionStore(test.database)
    const old = { ...session(), expiresAt: now }
    const fresh = session()
    await Promise.all([store.create(old), store.create(fresh)])
    await store.purge(now)

    expect(await test.database.webSession.count({ where: { id: old.id } })).toBe(0)
    expect(await test.database.webSession.count({ where: { id: fresh.id } })).toBe(1)
  })
})

describe('createAuthorizationStore()', () => {
  const authorization = () => ({
    id: randomUUID(),
    kind: 'link' as const,
    browser: 'browser-hash',
    subject: 'aiko',
    payload: 'sealed',
    expiresAt: inTenMinutes,
  })

  it('gives the payload to one of many claims', async () => {
    const store = createAuthorizationStore(test.database)
    const pending = authorization()
    await store.create(pending)

    const claim = { id: pending.id, kind: pending.kind, browser: pending.browser, now }
    const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim(claim)))
    expect(claims.filter((payload) => payload === 'sealed')).toHaveLength(1)
    expect(claims.filter((payload) => payload === undefined)).toHaveLength(19)
  })

  it.each([
    ['another browser', { browser: 'other-hash' }],
    ['another kind', { kind: 'sign-in' as const }],
    ['a late return', { now: inTenMinutes }],
  ])('gives nothing to %s, and keeps it for its own', async (_who, wrong) => {
    const store = createAuthorizationStore(test.database)
    const pending = authorization()
    await store.create(pending)

    const claim = { id: pending.id, kind: pending.kind, browser: pending.browser, now }
    expect(await store.claim({ ...claim, ...wrong })).toBeUndefined()
    expect(await store.claim(claim)).toBe('sealed')
  })

  it('counts what a person has under way', async () => {
    const store = createAuthorizationStore(test.database)
    await store.create({ ...authorization(), subject: 'ben' })
    await store.create({ ...authorization(), subject: 'ben', expiresAt: now })
    expect(await store.countOf('ben', now)).toBe(1)
  })
})
