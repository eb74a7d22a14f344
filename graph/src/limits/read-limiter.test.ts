import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReadLimiter } from './read-limiter.ts'

const NOW = Date.UTC(2026, 10, 23)

describe('createReadLimiter()', () => {
  it('lets a minute of reads through at once, and gives them back evenly', () => {
    const limiter = createReadLimiter({ perMinute: 60, expectedReplicas: 1 })
    const take = (now: number) => limiter.take('a', now)
    for (let count = 0; count < 60; count += 1) expect(take(NOW).isWithin).toBe(true)
    expect(take(NOW)).toEqual({ isWithin: false, limit: 60, remaining: 0, resetSeconds: 1 })
    expect(take(NOW + 1000).isWithin).toBe(true)
    expect(take(NOW + 1000).isWithin).toBe(false)
  })

  it('divides the limit by the replicas that are expected', () => {
    const limiter = createReadLimiter({ perMinute: 60, expectedReplicas: 4 })
    expect(limiter.take('a', NOW)).toMatchObject({ limit: 15, remaining: 14 })
  })

  it('counts callers apart, and keeps a bounded number of them in mind', () => {
    const limiter = createReadLimiter({ perMinute: 2, expectedReplicas: 1 })
    limiter.take('first', NOW)
    expect(limiter.take('second', NOW).remaining).toBe(1)
    for (let count = 0; count < 20_000; count += 1) limiter.take(`caller ${count}`, NOW)
    expect(limiter.take('first', NOW).remaining).toBe(1)
  })

  it('never lets more through than the bucket and what flowed back, whenever callers come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30_000), { maxLength: 200 }), (waits) => {
        const limiter = createReadLimiter({ perMinute: 20, expectedReplicas: 1 })
        let now = NOW
        let within = 0
        for (const wait of waits) {
          now += wait
          if (limiter.take('a', now).isWithin) within += 1
        }
        expect(within).toBeLessThanOrEqual(20 + ((now - NOW) * 20) / 60_000 + 1e-6)
      }),
    )
  })

  it('does not give reads back when a clock goes backwards', () => {
    const limiter = createReadLimiter({ perMinute: 1, expectedReplicas: 1 })
    limiter.take('a', NOW)
    expect(limiter.take('a', NOW - 60_000).isWithin).toBe(false)
  })
})
