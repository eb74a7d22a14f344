import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { codeOf } from '@toolgraph/testing/server'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openOrder, type OpenOrder, type OrderClient } from '../test/open-order.ts'

const STOCK = 10

/** Calls at the same time, and which of what is on its way is lost, in order. */
const scene = fc.record({
  added: fc.integer({ min: 1, max: 6 }),
  calls: fc.array(fc.constantFrom('place', 'cancel', 'expire'), { minLength: 1, maxLength: 4 }),
  lost: fc.array(fc.boolean(), { maxLength: 8 }),
})

let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase('order')
})
afterAll(() => test?.close())

const ordersOf = async (client: OrderClient) => (await client.call('list_orders', {})).orders

it('counts the stock of each order once, whatever is lost and whoever calls at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(scene, { minLength: 1, maxLength: 3 }),
      fc.scheduler(),
      async (scenes, scheduler) => {
        await test.database.order.deleteMany()
        await test.database.cartLine.deleteMany()
        const order = await openOrder(test.database)
        const aiko = await order.connect('aiko')
        for (const { added, calls, lost } of scenes) {
          await aiko.call('add_to_cart', { productId: 'kettle', quantity: added })
          const losses = [...lost]
          order.shop.way = async (tool, direction) => {
            await scheduler.schedule(Promise.resolve(), `${tool} ${direction}`)
            if (losses.shift()) throw new TypeError('fetch failed')
          }
          await scheduler.waitFor(Promise.all(calls.map((call) => CALLS[call](aiko, order))))
        }
        order.shop.way = async () => undefined
        await finish(aiko)
        const added = scenes.reduce((sum, scene) => sum + scene.added, 0)
        await expectSound(aiko, order, added)
      },
    ),
    { numRuns: 40 },
  )
}, 120_000)

const CALLS = {
  place: (client: OrderClient) => codeOf(client.call('place_order', {})),
  async cancel(client: OrderClient) {
    const [last] = await ordersOf(client)
    return last && codeOf(client.call('cancel_order', { orderId: last.id }))
  },
  async expire(_client: OrderClient, { shop }: OpenOrder) {
    for (const reservation of shop.reservations.values())
      if (reservation.status === 'held') reservation.status = 'expired'
  },
}

/** Does what is left to do, as people do: by the same calls. */
async function finish(client: OrderClient): Promise<void> {
  for (const { id, status } of await ordersOf(client)) {
    if (status === 'cancelling') await client.call('cancel_order', { orderId: id })
    if (status === 'pending' || status === 'reserved') await CALLS.place(client)
  }
}

async function expectSound(client: OrderClient, { shop }: OpenOrder, added: number): Promise<void> {
  const orders = await ordersOf(client)
  const unitsOf = (those: typeof orders) =>
    those.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0)
  const placed = orders.filter(({ status }) => status === 'placed')
  const cancelled = orders.filter(({ status }) => status === 'cancelled')
  expect(placed.length + cancelled.length).toBe(orders.length)

  expect(shop.stock).toBe(STOCK - unitsOf(placed))
  for (const { id } of placed) expect(shop.reservations.get(id)?.status).toBe('confirmed')
  for (const { id } of cancelled) expect(shop.reservations.get(id)?.status).not.toBe('confirmed')

  // Nothing that was put into the cart has gone: it is there, or was ordered.
  const { cart } = await client.call('remove_from_cart', { productId: 'nothing' })
  const inCart = cart.reduce((sum, { quantity }) => sum + quantity, 0)
  const ordered = orders.filter(({ placedAt }) => placedAt !== undefined)
  expect(inCart + unitsOf(ordered)).toBe(added)
}
