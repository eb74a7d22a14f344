import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { reserveStock } from '../stock/reserve-stock.ts'
import type { ProductEnvironment } from './environment.ts'
import {
  keyJa,
  keySchema,
  productIdJa,
  productIdSchema,
  quantityJa,
  quantitySchema,
  reservationSchema,
  toReservation,
} from './schemas.ts'

export const reserveStockTool = defineTool({
  name: 'reserve_stock',
  title: 'Reserve stock',
  description:
    'Holds units of products for the signed-in person for some minutes: all or none. Calling again with the same key changes nothing. Follow with confirm_reservation or release_stock.',
  translations: {
    ja: {
      title: '在庫を取り置く',
      description:
        'サインインしている人のために商品を数分間取り置きます。すべて取り置けるか、まったく取り置かないかのどちらかです。同じキーで繰り返しても変わりません。',
      fields: {
        key: keyJa,
        lines: { title: '明細', description: '取り置く商品と、それぞれの数量' },
        'lines.productId': productIdJa,
        'lines.quantity': quantityJa,
        minutes: { title: '取り置く時間（分）', description: 'この時間が過ぎると在庫に戻ります' },
      },
    },
  },
  input: z.object({
    key: keySchema,
    lines: z
      .array(z.object({ productId: productIdSchema, quantity: quantitySchema }))
      .min(1)
      .max(20)
      .meta({ title: 'Lines', description: 'Which products, and how many of each' }),
    minutes: z
      .int()
      .min(1)
      .max(60)
      .default(15)
      .meta({ title: 'Minutes', description: 'How long they are held' }),
  }),
  output: z.object({ reservation: reservationSchema }),
  scopes: ['product:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ key, lines, minutes }, context: ToolContext<ProductEnvironment>) => {
    const { subject } = getUser(context)
    const { env } = context
    const reservation = await reserveStock(env, { subject, key, lines, minutes })
    return { reservation: toReservation(reservation, env.now()) }
  },
})
