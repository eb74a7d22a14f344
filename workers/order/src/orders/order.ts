/** So many units of one product. */
export interface Line {
  productId: string
  quantity: number
}

/** A line of an order: the product as it was called, and what it cost, when it was ordered. */
export interface OrderLine extends Line {
  name: string
  nameJa: string
  /** Whole yen for one unit, tax included. */
  priceYen: number
}

/**
 * How far an order has come. Only `placed` and `cancelled` are ends: the others say what has still
 * to be done at product, and whoever looks at the order next does it.
 *
 * - `pending`: its stock may be held, or not
 * - `reserved`: its stock was held, and may have been taken for good
 * - `cancelling`: its stock goes back, and may have gone back
 */
export type OrderStatus = 'pending' | 'reserved' | 'placed' | 'cancelling' | 'cancelled'

/** What a person orders. */
export interface Order {
  /** Also the key of its reservation at product. */
  id: string
  status: OrderStatus
  lines: OrderLine[]
  createdAt: Date
  placedAt: Date | undefined
  cancelledAt: Date | undefined
}

/** What lines cost together, in whole yen. */
export function sumYen(lines: readonly Pick<OrderLine, 'priceYen' | 'quantity'>[]): number {
  return lines.reduce((sum, { priceYen, quantity }) => sum + priceYen * quantity, 0)
}
