import { describe, expect, it } from 'vitest'
import { afterAttempt } from './after-attempt.ts'

const now = new Date('2026-11-22T12:00:00Z')
const after = (attempts: number, httpStatus?: number, failingHours?: number) =>
  afterAttempt(
    {
      attempts,
      failingSince:
        failingHours === undefined ? null : new Date(now.getTime() - failingHours * 3_600_000),
    },
    { httpStatus },
    { now, random: 0 },
  )

describe('afterAttempt()', () => {
  it.each([200, 202, 204])('is content with %i', (status) => {
    expect(after(3, status, 200)).toEqual({ isDelivered: true, disables: false })
  })

  it.each([undefined, 301, 400, 404, 429, 500])(
    'tries again after %s, later each time',
    (status) => {
      const minutes = [0, 1, 2, 3, 8].map((attempts) => {
        const { dueAt } = after(attempts, status)
        return dueAt && (dueAt.getTime() - now.getTime()) / 60_000
      })
      expect(minutes).toEqual([5 / 60, 5, 30, 120, 24 * 60])
    },
  )

  it('stops after three days of tries, and gives the address up after five days of failure', () => {
    expect(after(9, 500, 100)).toEqual({ isDelivered: false, disables: false })
    expect(after(0, 500, 121)).toEqual({ isDelivered: false, disables: true })
    expect(after(0, 410)).toEqual({ isDelivered: false, disables: true })
  })
})
