import type { ServerEnvironment } from '@toolgraph/house-server'
import type { CartStore } from '../cart/cart-store.ts'
import type { OrderStore } from '../orders/order-store.ts'
import type { UseShop } from '../shop/shop.ts'

/** What the tools of order read. */
export interface OrderEnvironment extends ServerEnvironment {
  readonly carts: CartStore
  readonly orders: OrderStore
  readonly useShop: UseShop
}
