import { describe, expect, expectTypeOf, it } from 'vitest'
import type { AuditAction } from '../audit-log.ts'
import type { PastEvent } from './account-store.ts'
import { toActivity, type ActivityAction, type UntoldAction } from './activity.ts'

const at = (second: number) => new Date(second * 1000)

function event(second: number, action: ActivityAction, detail = {}): PastEvent<ActivityAction> {
  return { action, detail, createdAt: at(second) }
}

describe('toActivity()', () => {
  it('tells a run of refused sign-ins as one, at its latest', () => {
    const entries = toActivity([
      event(1, 'sign_in.succeeded'),
      event(5, 'sign_out'),
      event(2, 'sign_in.refused'),
      event(4, 'sign_in.refused', { address: '203.0.113.9' }),
      event(3, 'sign_in.refused'),
    ])
    expect(entries).toEqual([
      { action: 'sign_out', times: 1, at: at(5) },
      { action: 'sign_in.refused', times: 3, at: at(4), address: '203.0.113.9' },
      { action: 'sign_in.succeeded', times: 1, at: at(1) },
    ])
  })

  it('tells what the person did each time', () => {
    expect(toActivity([event(1, 'sign_out'), event(2, 'sign_out')])).toHaveLength(2)
  })

  it('takes from a detail only what is text', () => {
    const [entry] = toActivity([event(1, 'consent.given', { resource: ['x'], address: {} })])
    expect(entry).toEqual({ action: 'consent.given', times: 1, at: at(1) })
  })
})

describe('every event of the audit log', () => {
  it('is told to its person in words, or left out on purpose', () => {
    expectTypeOf<Exclude<AuditAction, ActivityAction | UntoldAction>>().toBeNever()
  })
})
