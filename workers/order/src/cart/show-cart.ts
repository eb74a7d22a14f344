import type { Buyer, UseShop } from '../shop/shop.ts'
import type { CartStore } from './cart-store.ts'
import { priceLines, type PricedLine } from './price-lines.ts'

/** What verbs of carts work with. */
export interface CartContext {
  readonly carts: CartStore
  readonly useShop: UseShop
}

/**
 * Shows a person their cart with the prices of now. An empty one needs no shop.
 *
 * @throws OrderError When the shop does not have one of the products, or does not answer
 */
export async function showCart(
  { carts, useShop }: CartContext,
  buyer: Buyer,
): Promise<PricedLine[]> {
  const lines = await carts.list(buyer.subject)
  return lines.length === 0 ? [] : useShop(buyer, (shop) => priceLines(lines, shop))
}
