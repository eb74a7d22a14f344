import { describe, expect, it } from 'vitest'
import { signDelivery, webhookKey } from './sign-delivery.ts'

describe('signDelivery()', () => {
  // The example of the Standard Webhooks specification.
  it('signs as the specification does', async () => {
    const body = '{"test": 2432232314}'
    const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
    const now = new Date(1_614_265_330_000)

    expect(await signDelivery('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', { id, now, body })).toEqual(
      {
        'webhook-id': id,
        'webhook-timestamp': '1614265330',
        'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      },
    )
  })
})

describe('webhookKey()', () => {
  it('is the same each time, and another one for another webhook or service', async () => {
    const keys = await Promise.all([
      webhookKey('a', '1'),
      webhookKey('a', '1'),
      webhookKey('a', '2'),
      webhookKey('b', '1'),
    ])
    expect(new Set(keys).size).toBe(3)
    expect(keys[0]).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  })
})
