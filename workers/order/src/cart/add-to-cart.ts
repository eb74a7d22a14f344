import { cartFull } from '../orders/errors.ts'
import type { Line } from '../orders/order.ts'
import type { CartStore } from './cart-store.ts'

/** What the shop reserves at once, at most. */
const MAX_LINES = 20
const MAX_UNITS = 100

/**
 * Adds units of a product to a person's cart.
 *
 * @throws OrderError When the cart would hold more than can be ordered at once
 */
export async function addToCart(
  { carts }: { carts: CartStore },
  subject: string,
  line: Line,
): Promise<Line[]> {
  const lines = await carts.list(subject)
  const known = lines.find(({ productId }) => productId === line.productId)
  const isTooLong = known === undefined && lines.length >= MAX_LINES
  if (isTooLong || (known?.quantity ?? 0) + line.quantity > MAX_UNITS)
    throw cartFull(MAX_LINES, MAX_UNITS)

  await carts.add(subject, line)
  return carts.list(subject)
}
