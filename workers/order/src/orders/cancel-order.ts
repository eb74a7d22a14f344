import type { Buyer, UseShop } from '../shop/shop.ts'
import { orderNotFound } from './errors.ts'
import type { Order } from './order.ts'
import { settleOrder, type OrderContext } from './settle-order.ts'

/**
 * Cancels a person's own order; its units can be had again. Doing it again changes nothing.
 *
 * @throws OrderError When it is not theirs, or the shop does not answer
 */
export async function cancelOrder(
  context: OrderContext & { readonly useShop: UseShop },
  buyer: Buyer,
  id: string,
): Promise<Order> {
  const { orders, now, useShop } = context
  const order = await orders.findOwn(buyer.subject, id)
  if (order === undefined) throw orderNotFound(id)
  if (order.status === 'cancelled') return order

  return useShop(buyer, async (shop) => {
    // One that is being placed is placed first: then nothing of it can reach the shop later.
    const settled = await settleOrder(context, order, shop)
    if (settled.status !== 'placed') return settled
    return settleOrder(context, await orders.advance(settled, 'cancelling', new Date(now())), shop)
  })
}
