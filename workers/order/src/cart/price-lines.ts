import type { Line, OrderLine } from '../orders/order.ts'
import type { Shop } from '../shop/shop.ts'

/** A line of a cart, with what the shop says of its product now. */
export interface PricedLine extends OrderLine {
  /** Units that can be had now. */
  available: number
}

/**
 * Asks the shop what products are called and cost now.
 *
 * @throws OrderError When the shop does not have one of them, or does not answer
 */
export function priceLines(
  lines: readonly Line[],
  shop: Pick<Shop, 'getProduct'>,
): Promise<PricedLine[]> {
  return Promise.all(
    lines.map(async (line) => {
      const { name, nameJa, priceYen, available } = await shop.getProduct(line.productId)
      return { ...line, name, nameJa, priceYen, available }
    }),
  )
}
