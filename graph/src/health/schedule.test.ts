import { describe, expect, it } from 'vitest'
import type { HealthState } from './reading.ts'
import { scheduleNext, scheduleTools, toRequestedPause } from './schedule.ts'

const now = new Date('2026-11-22T12:00:00Z')
const minutes = (state: HealthState, failures: number, random = 0.5) => {
  const next = scheduleNext({ state, failures }, { now, random })
  return [(next.dueAt.getTime() - now.getTime()) / 60_000, next.failures]
}

describe('scheduleNext()', () => {
  it.each<HealthState>(['open', 'gated'])('comes back steadily to a server that is %s', (state) => {
    expect(minutes(state, 7)).toEqual([10, 0])
  })

  it.each<HealthState>(['down', 'gated_broken', 'wrong_transport', 'not_mcp'])(
    'comes back ever later to a server that is %s',
    (state) => {
      expect([0, 1, 2, 5].map((failures) => minutes(state, failures))).toEqual([
        [1, 1],
        [2, 2],
        [4, 3],
        [32, 6],
      ])
    },
  )

  it('waits half a day at most', () => {
    expect(minutes('down', 500)).toEqual([720, 501])
  })

  it('counts what is not known neither as good nor as bad', () => {
    expect(minutes('unknown', 3)).toEqual([10, 3])
  })

  it('leaves a server alone that asks for it, as long as it asks, and longer each time', () => {
    const asked = (failures: number, retryAfterMs: number) =>
      scheduleNext(
        { state: 'unknown', failures, retryAfterMs },
        { now, random: 0.5 },
      ).dueAt.getTime()
    const waits = [asked(0, 0), asked(0, 300_000), asked(0, 1e12), asked(6, 300_000)]

    expect(waits.map((moment) => (moment - now.getTime()) / 60_000)).toEqual([1, 5, 15, 64])
  })

  it('spreads by a fifth both ways', () => {
    expect(minutes('open', 0, 0)).toEqual([8, 0])
    expect(minutes('open', 0, 1)).toEqual([12, 0])
  })
})

describe('toRequestedPause()', () => {
  it('does not let one server close its host for long', () => {
    expect([toRequestedPause(undefined), toRequestedPause(5_000), toRequestedPause(1e12)]).toEqual([
      0, 5_000, 900_000,
    ])
  })
})

describe('scheduleTools()', () => {
  it('takes a list as fresh for as long as its server says, six hours at most', () => {
    const wait = (ttlMs: number | undefined) => {
      const moment = scheduleTools(ttlMs, now)
      return moment && (moment.getTime() - now.getTime()) / 60_000
    }

    expect([undefined, 0, 600_000, 3_600_000, 1e12].map(wait)).toEqual([
      undefined,
      undefined,
      undefined,
      60,
      360,
    ])
  })
})
