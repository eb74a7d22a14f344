import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { codeOf, expectWellSaid, NOW } from '@toolgraph/testing/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Direction } from '../test/fake-product.ts'
import { openOrder, type OpenOrder, type OrderClient } from '../test/open-order.ts'

let test: TestDatabase
let order: OpenOrder
let aiko: OrderClient
let ben: OrderClient

beforeAll(async () => {
  test = await createTestDatabase('order')
})
beforeEach(async () => {
  await test.database.order.deleteMany()
  await test.database.cartLine.deleteMany()
  order = await openOrder(test.database)
  aiko = await order.connect('aiko')
  ben = await order.connect('ben')
})
afterAll(() => test?.close())

const fill = (client: OrderClient, quantity: number, productId = 'kettle') =>
  client.call('add_to_cart', { productId, quantity })
const place = async (client: OrderClient) => (await client.call('place_order', {})).order
const cancel = async (client: OrderClient, orderId: string) =>
  (await client.call('cancel_order', { orderId })).order
const cartOf = async (client: OrderClient) =>
  (await client.call('remove_from_cart', { productId: 'nothing' })).cart
const statuses = async (client: OrderClient) =>
  (await client.call('list_orders', {})).orders.map(({ status }) => status)
/** What the shop counts: what left the shelf, and what is kept for somebody. */
const standing = () => [...order.shop.reservations.values()].map(({ status }) => status)
/** Does something once, when a call of a tool is on its way. */
function meanwhile(tool: string, direction: Direction, work: () => Promise<unknown>): void {
  const { way } = order.shop
  order.shop.way = async (...call) => {
    if (call[0] !== tool || call[1] !== direction) return
    order.shop.way = way
    await work()
  }
}
const lose = (tool: string, direction: Direction) =>
  meanwhile(tool, direction, () => Promise.reject(new TypeError('fetch failed')))

describe('the manifest of order', () => {
  it('says of itself and its tools all that people, agents and forms need', () => {
    const manifest = order.worker.manifest(order.env)
    expect(manifest).toMatchObject({
      name: 'dev.toolgraph/order',
      url: 'https://order.test/mcp',
      translations: { ja: { title: '注文' } },
    })
    expectWellSaid(manifest)
  })
})

describe('the cart', () => {
  it('gains and loses products, each person their own, to a client of 2025 too', async () => {
    const older = await order.connect('aiko', { era: 'legacy' })
    await fill(aiko, 2)
    expect((await fill(older, 3)).cart).toEqual([{ productId: 'kettle', quantity: 5 }])
    await fill(aiko, 1, 'chef-knife')
    expect(await cartOf(ben)).toEqual([])
    const { cart } = await aiko.call('remove_from_cart', { productId: 'chef-knife' })
    expect(cart).toEqual([{ productId: 'kettle', quantity: 5 }])
  })

  it('is shown with what the shop says now', async () => {
    expect(await aiko.call('show_cart', {})).toEqual({ lines: [], totalYen: 0 })
    expect(order.shop.calls).toEqual([])
    await fill(aiko, 2)
    expect(await aiko.call('show_cart', {})).toEqual({
      lines: [
        {
          productId: 'kettle',
          name: 'Kettle',
          nameJa: 'ケトル',
          priceYen: 7400,
          quantity: 2,
          available: 10,
        },
      ],
      totalYen: 14_800,
    })
  })

  it('holds what can be ordered at once, and no more', async () => {
    await fill(aiko, 99)
    expect(await codeOf(fill(aiko, 2))).toBe('ERR_CART_FULL')
    for (let index = 1; index < 20; index += 1) await fill(aiko, 1, `product-${index}`)
    expect(await codeOf(fill(aiko, 1, 'product-20'))).toBe('ERR_CART_FULL')
    expect(await cartOf(aiko)).toHaveLength(20)
  })

  it('says which product the shop does not have, in words of our own', async () => {
    await fill(aiko, 1, 'submarine')
    for (const tool of ['show_cart', 'place_order'])
      expect(await aiko.callRaw(tool)).toMatchObject({
        isError: true,
        content: [{ text: expect.stringMatching(/^Cannot find product "submarine" in the shop/) }],
      })
  })

  it.each([
    ['no unit', { quantity: 0 }],
    ['a NUL', { productId: 'a\u0000' }],
    ['a field it does not know', { subject: 'ben' }],
  ])('refuses %s', async (_case, wrong) => {
    const args = { productId: 'kettle', quantity: 1, ...wrong }
    expect(await codeOf(aiko.call('add_to_cart', args))).toBe('ERR_ARGUMENTS_INVALID')
    expect(await cartOf(aiko)).toEqual([])
  })
})

describe('place_order', () => {
  it('takes stock off the shelf once, empties the cart and keeps what it cost', async () => {
    await fill(aiko, 3)
    const placed = await place(aiko)
    expect(placed).toMatchObject({
      status: 'placed',
      lines: [{ productId: 'kettle', name: 'Kettle', quantity: 3, priceYen: 7400 }],
      totalYen: 22_200,
      placedAt: new Date(NOW).toISOString(),
    })
    expect(order.shop.calls).toEqual(['get_product', 'reserve_stock', 'confirm_reservation'])
    expect([...order.shop.reservations.keys()]).toEqual([placed.id])
    expect(order.shop.stock).toBe(7)
    expect(await codeOf(place(aiko))).toBe('ERR_CART_EMPTY')
    expect((await aiko.call('list_orders', {})).orders).toEqual([placed])
  })

  it('calls the shop with a token of its own, for the person and for the shop alone', async () => {
    await fill(aiko, 1)
    await place(aiko)
    const token = { sub: 'aiko', aud: 'https://called.test/mcp', act: { sub: 'order' } }
    expect(order.shop.tokens).toMatchObject([token, token, token])
  })

  it('tells people and programs where consent is given, and changes nothing before', async () => {
    order.shop.hasConsent = false
    await fill(aiko, 1)
    for (const tool of ['show_cart', 'place_order'])
      expect(await aiko.callRaw(tool)).toMatchObject({
        isError: true,
        content: [{ text: expect.stringContaining('https://issuer.test/delegation?') }],
        _meta: {
          'dev.toolgraph/code': 'ERR_CONSENT_REQUIRED',
          'dev.toolgraph/details': {
            consent_uri: 'https://issuer.test/delegation?client_id=order',
          },
        },
      })
    expect(await statuses(aiko)).toEqual([])
    order.shop.hasConsent = true
    expect(await place(aiko)).toMatchObject({ status: 'placed' })
  })

  it('puts all of it into the cart again when there is too little, and says so in words of our own', async () => {
    await fill(aiko, 11)
    const result = await aiko.callRaw('place_order')
    expect(result).toMatchObject({ _meta: { 'dev.toolgraph/code': 'ERR_STOCK_SHORT' } })
    expect(JSON.stringify(result)).not.toContain('IGNORE')
    expect(await cartOf(aiko)).toEqual([{ productId: 'kettle', quantity: 11 }])
    expect(await statuses(aiko)).toEqual(['cancelled'])
    expect(standing()).toEqual([])
  })

  it('is one order to ten calls at once', async () => {
    await fill(aiko, 3)
    const ends = await Promise.all(Array.from({ length: 10 }, () => codeOf(place(aiko))))
    // Who comes when the order is placed finds the cart empty, or changed under its hands.
    for (const end of ends)
      expect(['no refusal', 'ERR_CART_EMPTY', 'ERR_CART_CHANGED']).toContain(end)
    expect(ends).toContain('no refusal')
    expect(await statuses(aiko)).toEqual(['placed'])
    expect(order.shop.stock).toBe(7)
  })

  it('orders nothing that came into the cart while it asked for prices', async () => {
    await fill(aiko, 1)
    meanwhile('get_product', 'there', () => fill(aiko, 5))
    expect(await codeOf(place(aiko))).toBe('ERR_CART_CHANGED')
    expect(await cartOf(aiko)).toEqual([{ productId: 'kettle', quantity: 6 }])
    expect(await statuses(aiko)).toEqual([])
  })

  it('takes nothing for an order that another call has given up meanwhile', async () => {
    await fill(aiko, 3)
    meanwhile('reserve_stock', 'there', async () => {
      order.shop.stock = 0
      expect(await codeOf(place(aiko))).toBe('ERR_STOCK_SHORT')
      order.shop.stock = 10
    })
    expect(await codeOf(place(aiko))).toBe('ERR_STOCK_SHORT')
    expect(order.shop.calls).not.toContain('confirm_reservation')
    expect(order.shop.stock).toBe(10)
    // What the slow call reserved after all expires by itself.
    expect(standing()).toEqual(['held'])
  })

  it('needs order:write', async () => {
    const reader = await order.connect('aiko', { scopes: ['order:read'] })
    await fill(aiko, 1)
    await expect(place(reader)).rejects.toThrow()
    expect(order.shop.calls).toEqual([])
  })
})

describe.each<[string, string, Direction]>([
  ['the shop never heard of the reservation', 'reserve_stock', 'there'],
  ['the answer about the reservation was lost', 'reserve_stock', 'back'],
  ['the shop never heard of the confirmation', 'confirm_reservation', 'there'],
  ['the answer about the confirmation was lost', 'confirm_reservation', 'back'],
])('an order that ended early, as %s', (_case, tool, direction) => {
  beforeEach(async () => {
    lose(tool, direction)
    await fill(aiko, 3)
    expect(await codeOf(place(aiko))).toBe('ERR_SHOP_UNREACHABLE')
    expect(await cartOf(aiko)).toEqual([])
  })

  it('is finished by the next call, and counts its stock once', async () => {
    await fill(aiko, 1)
    const placed = await place(aiko)
    expect(placed).toMatchObject({ status: 'placed', totalYen: 22_200 })
    expect(order.shop.stock).toBe(7)
    expect(await cartOf(aiko)).toEqual([{ productId: 'kettle', quantity: 1 }])
    expect(await statuses(aiko)).toEqual(['placed'])
  })

  it('can be cancelled, and then nothing is kept', async () => {
    const [begun] = (await aiko.call('list_orders', {})).orders
    expect(await cancel(aiko, begun?.id ?? '')).toMatchObject({ status: 'cancelled' })
    expect(order.shop.stock).toBe(10)
    expect(standing()).toEqual(['released'])
  })
})

describe('an order whose reservation has expired before it was finished', () => {
  it('goes back into the cart, and is ordered anew by the next call', async () => {
    lose('confirm_reservation', 'there')
    await fill(aiko, 3)
    await codeOf(place(aiko))
    for (const reservation of order.shop.reservations.values()) reservation.status = 'expired'
    expect(await codeOf(place(aiko))).toBe('ERR_STOCK_SHORT')
    expect(await place(aiko)).toMatchObject({ status: 'placed' })
    expect(order.shop.stock).toBe(7)
    expect(await statuses(aiko)).toEqual(['placed', 'cancelled'])
  })
})

describe('cancel_order', () => {
  it('gives the stock back once, however often it is called', async () => {
    await fill(aiko, 3)
    const { id } = await place(aiko)
    const both = await Promise.all([cancel(aiko, id), cancel(aiko, id)])
    expect(both.map(({ status }) => status)).toEqual(['cancelled', 'cancelled'])
    const again = await cancel(aiko, id)
    expect(again.cancelledAt).toBe(new Date(NOW).toISOString())
    expect(order.shop.stock).toBe(10)
  })

  it.each<Direction>(['there', 'back'])(
    'goes on where it ended early, as what was lost on the way %s',
    async (direction) => {
      lose('release_stock', direction)
      await fill(aiko, 3)
      const { id } = await place(aiko)
      expect(await codeOf(cancel(aiko, id))).toBe('ERR_SHOP_UNREACHABLE')
      expect(await statuses(aiko)).toEqual(['cancelling'])
      expect(await cancel(aiko, id)).toMatchObject({ status: 'cancelled' })
      expect(order.shop.stock).toBe(10)
    },
  )

  it('never loses stock to a call that places the same order at the same time', async () => {
    await fill(aiko, 3)
    meanwhile('confirm_reservation', 'there', async () => {
      const [begun] = (await aiko.call('list_orders', {})).orders
      await cancel(aiko, begun?.id ?? '')
    })
    expect(await place(aiko)).toMatchObject({ status: 'cancelled' })
    expect(order.shop.stock).toBe(10)
    expect(await statuses(aiko)).toEqual(['cancelled'])
  })

  it("does not find somebody else's", async () => {
    await fill(aiko, 3)
    const { id } = await place(aiko)
    expect(await codeOf(cancel(ben, id))).toBe('ERR_ORDER_NOT_FOUND')
    expect(order.shop.stock).toBe(7)
  })

  it('says where consent is given when the person has taken it back', async () => {
    await fill(aiko, 3)
    const { id } = await place(aiko)
    order.shop.hasConsent = false
    expect(await codeOf(cancel(aiko, id))).toBe('ERR_CONSENT_REQUIRED')
    expect(await statuses(aiko)).toEqual(['placed'])
  })
})

describe('list_orders', () => {
  it("shows a person's own orders, page by page", async () => {
    const ids: string[] = []
    for (let count = 0; count < 3; count += 1) {
      await fill(aiko, 1)
      ids.push((await place(aiko)).id)
    }
    const first = await aiko.call('list_orders', { limit: 2 })
    const { nextCursor: cursor } = first
    const second = await aiko.call('list_orders', { limit: 2, cursor })
    const shown = [...first.orders, ...second.orders].map(({ id }) => id)
    expect(shown).toEqual(ids.toReversed())
    expect(second.nextCursor).toBeUndefined()
    expect((await ben.call('list_orders', {})).orders).toEqual([])
  })
})
