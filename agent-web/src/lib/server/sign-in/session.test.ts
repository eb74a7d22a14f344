import { describe, expect, it } from 'vitest'

import { nextStep } from './session.ts'

const tokens = { accessToken: 'a', refreshToken: 'r', issuedAt: 0, expiresAt: 1000 }
const later = new Date(5000)

describe('nextStep()', () => {
  it.each([
    ['uses a young token', {}, 799, 'use'],
    ['renews at 80 % of its life', {}, 800, 'renew'],
    ['renews a dead one', {}, 2000, 'renew'],
    ['uses an aging token while another renews it', { leaseUntil: later }, 900, 'use'],
    ['waits for the other when it is dead', { leaseUntil: later }, 2000, 'wait'],
    ['ends when the other died in between', { leaseUntil: new Date(1500) }, 2000, 'end'],
    ['uses what is left after the other died', { leaseUntil: new Date(900) }, 950, 'use'],
  ])('%s', (_what, lease, now, step) => {
    expect(nextStep({ leaseUntil: undefined, ...lease }, tokens, now)).toBe(step)
  })

  it.each([
    [900, 'use'],
    [1000, 'end'],
  ])('without a refresh token, at %i: %s', (now, step) => {
    const poor = { ...tokens, refreshToken: undefined }
    expect(nextStep({ leaseUntil: undefined }, poor, now)).toBe(step)
  })
})
