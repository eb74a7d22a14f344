import { isPlainText } from '@toolgraph/house-server'
import * as z from 'zod'
import { sumYen, type Order } from '../orders/order.ts'

/** Which product. */
export const productIdSchema = z
  .string()
  .min(1)
  .max(60)
  .refine(isPlainText, 'must be the id of a product, as the product server tells it')
  .meta({
    title: 'Product',
    description: 'The id of a product, as search_products of the product server tells it',
    examples: ['pour-over-kettle'],
  })

/** The same in Japanese, for a form. */
export const productIdJa = {
  title: '商品',
  description: '商品のID。商品カタログの「商品を探す」でわかります',
}

/** What is in a cart. */
export const cartSchema = z.array(z.object({ productId: z.string(), quantity: z.int() }))

/** A product with its price, so many times. */
export const lineSchema = z.object({
  productId: z.string(),
  name: z.string(),
  nameJa: z.string().describe('The name in Japanese'),
  priceYen: z.int().describe('Whole yen for one unit, tax included'),
  quantity: z.int(),
})

/** An order, as the one whose it is sees it. */
export const orderSchema = z.object({
  id: z.string(),
  status: z
    .enum(['pending', 'reserved', 'placed', 'cancelling', 'cancelled'])
    .describe(
      'pending, reserved: call place_order again to finish it; cancelling: call cancel_order again',
    ),
  lines: z.array(lineSchema),
  totalYen: z.int(),
  createdAt: z.iso.datetime(),
  placedAt: z.iso.datetime().optional(),
  cancelledAt: z.iso.datetime().optional(),
})

/** See `orderSchema`. */
export function toOrder(order: Order): z.infer<typeof orderSchema> {
  const { id, status, lines, createdAt, placedAt, cancelledAt } = order
  return {
    id,
    status,
    lines,
    totalYen: sumYen(lines),
    createdAt: createdAt.toISOString(),
    ...(placedAt && { placedAt: placedAt.toISOString() }),
    ...(cancelledAt && { cancelledAt: cancelledAt.toISOString() }),
  }
}
