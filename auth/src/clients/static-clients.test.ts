import { describe, expect, it } from 'vitest'
import { isActor, TOKEN_EXCHANGE } from './client.ts'
import { createStaticClients } from './static-clients.ts'

const OWN = ['https://order.example/mcp']

describe('a client that acts for people', () => {
  it('is one that the configuration names, with a secret', async () => {
    const find = createStaticClients([
      { id: 'order', name: 'Order', secret: 's', actsAs: OWN },
      { id: 'booking', name: 'Booking', secret: 's' },
    ])
    const [order, booking] = [await find('order'), await find('booking')]
    expect(order).toMatchObject({ actsAs: OWN, grantTypes: [TOKEN_EXCHANGE] })
    expect([order && isActor(order), booking && isActor(booking)]).toEqual([true, false])
  })

  it.each([
    ['has no secret', { actsAs: OWN }],
    ['has a redirect', { actsAs: OWN, secret: 's', redirectUris: ['https://order.example/cb'] }],
    ['is trusted somewhere', { actsAs: OWN, secret: 's', trustedAt: {} }],
  ])('is refused when it %s: each of its grants is a word given for this', (_case, client) => {
    const configure = () => createStaticClients([{ id: 'order', name: 'Order', ...client }])
    expect(configure).toThrow(TypeError)
  })
})
