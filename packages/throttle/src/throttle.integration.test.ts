import type { Database } from '@toolgraph/database'
import { createTestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countTries, countTry } from './index.ts'
import { createThrottle } from './postgres.ts'

const NOW = Date.UTC(2026, 10, 23, 8)
const HOURLY = { tries: 3, windowSeconds: 3600 }

let database: Database
let close: () => Promise<void>

beforeAll(async () => void ({ database, close } = await createTestDatabase('graph')))
afterAll(() => close())

describe('a limit in Postgres', () => {
  it('lets exactly so many tries through, however many replicas count at the same time', async () => {
    const replicas = [
      createThrottle(database, 'graph."Throttle"'),
      createThrottle(database, 'graph."Throttle"'),
    ]
    const tries = Array.from({ length: 20 }, (_, index) => {
      const replica = replicas[index % 2] ?? createThrottle(database, 'graph."Throttle"')
      return countTry(replica, { key: 'exact', limit: HOURLY, now: NOW })
    })
    const counted = await Promise.all(tries)
    expect(counted.filter(({ ok }) => ok)).toHaveLength(3)
  })

  it('says when the window ends, and begins anew after it', async () => {
    const throttle = createThrottle(database, 'graph."Throttle"')
    const at = (now: number) => countTry(throttle, { key: 'window', limit: HOURLY, now })
    for (let count = 0; count < 3; count += 1) expect(await at(NOW)).toMatchObject({ ok: true })
    expect(await at(NOW + 600_000)).toEqual({ ok: false, failure: { retryAfterSeconds: 3000 } })
    expect(await at(NOW + 3_600_000)).toMatchObject({ ok: true })
  })

  it('refuses where one of several counters is used up, and says the longest wait', async () => {
    const throttle = createThrottle(database, 'graph."Throttle"')
    const keys = [
      { key: 'a', limit: { tries: 1, windowSeconds: 60 } },
      { key: 'b', limit: { tries: 1, windowSeconds: 600 } },
    ]
    expect(await countTries(throttle, NOW, keys)).toMatchObject({ ok: true })
    expect(await countTries(throttle, NOW, keys)).toEqual({
      ok: false,
      failure: { retryAfterSeconds: 600 },
    })
  })

  it('takes a try back, and forgets a key', async () => {
    const throttle = createThrottle(database, 'graph."Throttle"')
    const count = async () => (await throttle.count('back', 60, new Date(NOW))).tries
    expect([await count(), await count()]).toEqual([1, 2])
    await throttle.release('back')
    expect(await count()).toBe(2)
    await throttle.clear('back')
    expect(await count()).toBe(1)
  })
})
