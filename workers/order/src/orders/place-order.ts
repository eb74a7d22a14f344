import { priceLines, type PricedLine } from '../cart/price-lines.ts'
import type { CartContext } from '../cart/show-cart.ts'
import type { Buyer, Shop } from '../shop/shop.ts'
import { cartEmpty, stockShort } from './errors.ts'
import type { Line, Order, OrderLine } from './order.ts'
import { settleOrder, type OrderContext } from './settle-order.ts'

/**
 * Orders what is in a person's cart, or finishes the order that they began before.
 *
 * @throws OrderError When the cart is empty, or the shop has too little or does not answer
 */
export async function placeOrder(
  context: OrderContext & CartContext,
  buyer: Buyer,
): Promise<Order> {
  const { orders, carts, useShop } = context
  const begun = await orders.findBegun(buyer.subject)
  const cart = await carts.list(buyer.subject)
  if (begun === undefined && cart.length === 0) throw cartEmpty()

  return useShop(buyer, async (shop) => {
    const order = begun ?? (await begin(context, { subject: buyer.subject, cart, shop }))
    const settled = await settleOrder(context, order, shop)
    if (settled.placedAt === undefined) throw stockShort()
    return settled
  })
}

async function begin(
  { orders, now }: OrderContext,
  { subject, cart, shop }: { subject: string; cart: readonly Line[]; shop: Shop },
): Promise<Order> {
  const lines = (await priceLines(cart, shop)).map(toOrderLine)
  return orders.begin({ subject, lines, createdAt: new Date(now()) })
}

function toOrderLine(priced: PricedLine): OrderLine {
  const { available: _, ...line } = priced
  return line
}
