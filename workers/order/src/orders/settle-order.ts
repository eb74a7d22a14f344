import type { Shop } from '../shop/shop.ts'
import type { Order, OrderStatus } from './order.ts'
import type { OrderStore } from './order-store.ts'

/** What verbs of orders work with. */
export interface OrderContext {
  readonly orders: OrderStore
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

type Step = (context: OrderContext, order: Order, shop: Shop) => Promise<Order>

/** What is left to do for an order that stands so. */
const STEPS: Partial<Record<OrderStatus, Step>> = {
  pending: reserve,
  reserved: confirm,
  cancelling: release,
}

/**
 * Does what is left to do for an order, and returns it placed or cancelled. Wherever this ends early,
 * the next call goes on: each step may be repeated, and is recorded before the next one begins. Calls
 * at the same time do the same steps, and what one of them has recorded counts for all.
 */
export async function settleOrder(context: OrderContext, order: Order, shop: Shop): Promise<Order> {
  const step = STEPS[order.status]
  return step === undefined ? order : settleOrder(context, await step(context, order, shop), shop)
}

async function reserve({ orders, now }: OrderContext, order: Order, shop: Shop): Promise<Order> {
  const isHeld = await shop.reserve(order.id, order.lines)
  const at = new Date(now())
  // Only what is recorded as reserved is ever confirmed: else a slow call could take units for an order that is cancelled.
  return isHeld ? orders.advance(order, 'reserved', at) : orders.abandon(order, at)
}

async function confirm({ orders, now }: OrderContext, order: Order, shop: Shop): Promise<Order> {
  if (await shop.confirm(order.id)) return orders.advance(order, 'placed', new Date(now()))
  // So that no slower call can take it after all.
  await shop.release(order.id)
  return orders.abandon(order, new Date(now()))
}

async function release({ orders, now }: OrderContext, order: Order, shop: Shop): Promise<Order> {
  await shop.release(order.id)
  return orders.advance(order, 'cancelled', new Date(now()))
}
