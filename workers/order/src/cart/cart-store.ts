import type { Line } from '../orders/order.ts'

/** Keeps what people mean to buy. */
export interface CartStore {
  /** In the order of the products' ids. */
  list(subject: string): Promise<Line[]>
  /** Adds units to a person's cart, to those of the same product that are there. */
  add(subject: string, line: Line): Promise<void>
  /** Takes a product out; where it is not in, nothing happens. */
  remove(subject: string, productId: string): Promise<void>
}
