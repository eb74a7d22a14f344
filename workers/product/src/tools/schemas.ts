import { isPlainText } from '@toolgraph/house-server'
import * as z from 'zod'
import { CATEGORIES, type Product } from '../catalog/product.ts'
import { statusOf, type Reservation } from '../stock/reservation.ts'

/** Which product. */
export const productIdSchema = z
  .string()
  .min(1)
  .max(60)
  .refine(isPlainText, 'must be the id of a product; search_products tells it')
  .meta({ title: 'Product', description: 'The id of a product; search_products tells it' })

/** The same in Japanese, for a form. */
export const productIdJa = {
  title: '商品',
  description: '商品のID。「商品を探す」でわかります',
}

/** How many units. */
export const quantitySchema = z
  .int()
  .min(1)
  .max(100)
  .default(1)
  .meta({ title: 'Quantity', description: 'How many units' })

/** The same in Japanese, for a form. */
export const quantityJa = { title: '数量', description: '商品の個数' }

/** The name of a reservation, chosen by its caller. */
export const keySchema = z
  .string()
  .regex(/^[\w.:-]{8,100}$/, 'must be 8 to 100 letters, digits or any of . _ : -')
  .meta({
    title: 'Key',
    description: 'Your own key of the reservation, new for each: a UUID or an order number',
    examples: ['order-2026-000123'],
  })

/** The same in Japanese, for a form. */
export const keyJa = {
  title: 'キー',
  description: '取り置きごとに自分で決める新しいキー。UUIDや注文番号など',
}

/** A product, as callers see it. */
export const productSchema = z.object({
  id: z.string(),
  name: z.string(),
  nameJa: z.string().describe('The name in Japanese'),
  description: z.string(),
  descriptionJa: z.string().describe('The description in Japanese'),
  category: z.enum(CATEGORIES),
  priceYen: z.int().describe('Whole yen, tax included'),
  available: z.int().describe('Units that can be had now'),
})

/** A reservation, as the one whose it is sees it. */
export const reservationSchema = z.object({
  key: z.string(),
  status: z.enum(['held', 'confirmed', 'released', 'expired']),
  lines: z.array(z.object({ productId: z.string(), quantity: z.int() })),
  expiresAt: z.iso.datetime().describe('When the units go back, unless it is confirmed'),
})

/** See `productSchema`. */
export function toProduct(product: Product): z.infer<typeof productSchema> {
  return { ...product }
}

/** See `reservationSchema`. */
export function toReservation(
  reservation: Reservation,
  now: number,
): z.infer<typeof reservationSchema> {
  const { key, lines, expiresAt } = reservation
  const status = statusOf(reservation, new Date(now))
  return { key, status, lines, expiresAt: expiresAt.toISOString() }
}
