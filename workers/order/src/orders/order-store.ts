import type { Order, OrderLine, OrderStatus } from './order.ts'

/** Keeps orders. */
export interface OrderStore {
  /** The order that a person began and that is neither placed nor cancelled yet: there is one at most. */
  findBegun(subject: string): Promise<Order | undefined>
  /**
   * Moves lines out of a person's cart into a new order. Where one was begun at the same moment, returns that.
   *
   * @throws OrderError `ERR_CART_CHANGED` when the cart does not hold these lines any more
   */
  begin(order: NewOrder): Promise<Order>
  /** Brings an order to its next status, unless another call has moved it. Returns it as it stands. */
  advance(order: Order, to: OrderStatus, at: Date): Promise<Order>
  /** Cancels an order that cannot be placed and moves its lines into the cart, unless another call has moved it. */
  abandon(order: Order, at: Date): Promise<Order>
  /** One person's order; anybody else's is not found. */
  findOwn(subject: string, id: string): Promise<Order | undefined>
  /** One person's orders, the newest first. */
  listOwn(page: OrderPage): Promise<Order[]>
}

/** An order on its way into the tables. */
export interface NewOrder {
  subject: string
  lines: readonly OrderLine[]
  createdAt: Date
}

/** Which orders of a person. */
export interface OrderPage {
  subject: string
  /** Only those before this one. */
  before?: string
  limit: number
}
