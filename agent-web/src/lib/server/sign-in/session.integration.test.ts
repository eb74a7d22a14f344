import { createLog } from '@toolgraph/entry'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createSealer } from '../sealing/seal.ts'
import { hashSecret } from '../sealing/secret.ts'
import { createSessionStore } from '../storage/session-store.ts'
import {
  createFakeIssuer,
  ISSUER,
  refusal,
  RESOURCE,
  type FakeIssuer,
} from '../fakes/fake-issuer.ts'
import { createIssuerClient } from './issuer-client.ts'
import { endSession, findSession, openSession, type SessionContext } from './session.ts'

let test: TestDatabase
let issuer: FakeIssuer
let clock = 0

beforeAll(async () => {
  test = await createTestDatabase('web')
})
afterAll(() => test.close())
beforeEach(() => {
  issuer = createFakeIssuer()
  clock = Date.parse('2026-11-22T12:00:00Z')
})

const key = { id: 'k', bytes: new Uint8Array(32).fill(7) }

/** One process: it shares the database and the issuer with the others, and nothing else. */
async function createProcess(keys = [key]): Promise<SessionContext> {
  const now = () => clock
  return {
    sessions: createSessionStore(test.database),
    issuer: createIssuerClient({
      issuer: ISSUER,
      clientId: 'agent-web',
      redirectUri: 'http://localhost:4000/auth/callback',
      resource: RESOURCE,
      scopes: [],
      fetch: (input, init) => issuer.fetch(input, init),
      now,
    }),
    sealer: await createSealer(keys),
    log: { ...createLog('test', 'development'), info: () => {}, warn: () => {} },
    now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }
}

async function signIn(context: SessionContext): Promise<string> {
  const code = new URLSearchParams({ iss: ISSUER, state: 's', code: 'c' })
  const signedIn = await context.issuer.redeem(code, { state: 's', codeVerifier: 'v'.repeat(43) })
  if (!signedIn.ok) throw new Error('The fake issuer refused')
  issuer.tokenRequests.length = 0
  return openSession(context, signedIn.value)
}

describe('a session', () => {
  it('RFC 6819 §5.1.4.1.3: is found by its cookie, and stored without anything that opens it', async () => {
    const context = await createProcess()
    const secret = await signIn(context)

    expect(await findSession(context, secret)).toMatchObject({ subject: 'aiko', name: 'Aiko' })
    expect(await findSession(context, 'x'.repeat(43))).toBeUndefined()
    const rows = await test.database.webSession.findMany()
    const stored = JSON.stringify(rows)
    expect(stored).not.toContain(secret)
    expect(stored).not.toMatch(/refresh-1|eyJ/)
  })

  it('ends with sign-out, here and at the issuer', async () => {
    const context = await createProcess()
    const secret = await signIn(context)
    await endSession(context, await hashSecret(secret))

    expect(await findSession(context, secret)).toBeUndefined()
    expect(issuer.revoked).toEqual(['refresh-1'])
  })

  it('opens after a new key was put first, and ends when its key is gone', async () => {
    const secret = await signIn(await createProcess())
    const other = { id: 'new', bytes: new Uint8Array(32).fill(8) }

    expect(await findSession(await createProcess([other, key]), secret)).toBeDefined()
    expect(await findSession(await createProcess([other]), secret)).toBeUndefined()
    expect(await findSession(await createProcess(), secret)).toBeUndefined()
  })

  it('RFC 6819 §5.1.4.1.4: does not open with the tokens of another row', async () => {
    const context = await createProcess()
    const [mine, theirs] = [await signIn(context), await signIn(context)]
    const row = await test.database.webSession.findUniqueOrThrow({
      where: { id: await hashSecret(theirs) },
    })
    await test.database.webSession.update({
      where: { id: await hashSecret(mine) },
      data: { tokenSet: row.tokenSet },
    })
    expect(await findSession(context, mine)).toBeUndefined()
  })
})

describe('a session whose token has expired', () => {
  it('is renewed once by twenty requests to two processes at the same time', async () => {
    const processes = [await createProcess(), await createProcess()]
    const secret = await signIn(await createProcess())
    const before = await findSession(await createProcess(), secret)
    clock += 601_000

    const requests = Array.from({ length: 10 }, () => processes).flat()
    const found = await Promise.all(requests.map((context) => findSession(context, secret)))

    expect(issuer.tokenRequests).toHaveLength(1)
    expect(new Set(found.map((session) => session?.accessToken)).size).toBe(1)
    expect(found[0]?.accessToken).not.toBe(before?.accessToken)
  })

  it('is renewed again with the token that the renewal brought', async () => {
    const context = await createProcess()
    const secret = await signIn(context)
    for (const _round of [1, 2, 3]) {
      clock += 601_000
      expect(await findSession(context, secret)).toBeDefined()
    }
    expect(issuer.tokenRequests.map((request) => request.get('refresh_token'))).toEqual([
      'refresh-1',
      'refresh-2',
      'refresh-3',
    ])
  })

  it('ends when the issuer refuses', async () => {
    const context = await createProcess()
    const secret = await signIn(context)
    issuer.next = () => refusal('invalid_grant')
    clock += 601_000

    expect(await findSession(context, secret)).toBeUndefined()
    expect(await findSession(context, secret)).toBeUndefined()
    expect(issuer.tokenRequests).toHaveLength(1)
  })

  it('ends when the answer was lost, as the token may be spent', async () => {
    const context = await createProcess()
    const secret = await signIn(context)
    issuer.next = () => Promise.reject(new TypeError('fetch failed'))
    clock += 601_000

    expect(await findSession(context, secret)).toBeUndefined()
    expect(await test.database.webSession.count({ where: { id: await hashSecret(secret) } })).toBe(
      0,
    )
  })

  it('outlives an issuer that is not there for a while', async () => {
    const context = await createProcess()
    const secret = await signIn(context)
    const { next } = issuer
    issuer.next = () => refusal('temporarily_unavailable', 503)
    clock += 601_000
    expect(await findSession(context, secret)).toBeUndefined()

    issuer.next = next
    expect(await findSession(context, secret)).toMatchObject({ subject: 'aiko' })
  })

  it('asks for sign-in after its process died in mid-renewal, and never spends the token twice', async () => {
    const context = await createProcess()
    const secret = await signIn(context)
    clock += 601_000
    const id = await hashSecret(secret)
    const lease = crypto.randomUUID()
    await context.sessions.lease({ id, tokenVersion: 1, lease, until: new Date(clock + 30_000) })
    clock += 31_000

    expect(await findSession(context, secret)).toBeUndefined()
    expect(issuer.tokenRequests).toEqual([])
  })

  it('does not come back by a renewal that ends after the sign-out', async () => {
    const context = await createProcess()
    const secret = await signIn(context)
    const { next } = issuer
    issuer.next = async (parameters) => {
      await endSession(context, await hashSecret(secret))
      return next(parameters)
    }
    clock += 601_000

    expect(await findSession(context, secret)).toBeUndefined()
    expect(issuer.revoked).toEqual(['refresh-1', 'refresh-2'])
  })
})
