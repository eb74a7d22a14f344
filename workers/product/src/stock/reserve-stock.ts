import { keyReused } from '../catalog/errors.ts'
import type { Line, Reservation } from './reservation.ts'
import type { ReservationWish, StockStore } from './stock-store.ts'

const MINUTE_MS = 60_000

/** What the verbs of stock work with. */
export interface StockContext {
  readonly stock: StockStore
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/**
 * Holds units for a person: all of them or none. The same wish with the same key is one reservation.
 *
 * @throws ProductError When there is too little, or the key stands for something else
 */
export async function reserveStock(
  { stock, now }: StockContext,
  { minutes, ...wish }: Omit<ReservationWish, 'expiresAt'> & { minutes: number },
): Promise<Reservation> {
  const at = now()
  const lines = mergeLines(wish.lines)
  const expiresAt = new Date(at + minutes * MINUTE_MS)
  const reservation = await stock.reserve({ ...wish, lines, expiresAt }, new Date(at))
  if (!isSame(lines, reservation.lines)) throw keyReused(wish.key)
  return reservation
}

/** One line a product, in the order of their ids. */
function mergeLines(lines: readonly Line[]): Line[] {
  const quantities = new Map<string, number>()
  for (const { productId, quantity } of lines)
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity)
  return [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .toSorted((a, b) => (a.productId < b.productId ? -1 : 1))
}

function isSame(wished: readonly Line[], held: readonly Line[]): boolean {
  const quantityOf = new Map(held.map(({ productId, quantity }) => [productId, quantity]))
  const isHeld = (line: Line) => quantityOf.get(line.productId) === line.quantity
  return wished.length === held.length && wished.every(isHeld)
}
