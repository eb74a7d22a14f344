import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import type { ProductEnvironment } from './environment.ts'
import { keyJa, keySchema, reservationSchema, toReservation } from './schemas.ts'

export const releaseStockTool = defineTool({
  name: 'release_stock',
  title: 'Release a reservation',
  description:
    'Lets a reservation of the signed-in person go: its units can be had again at once. It cannot be undone.',
  translations: {
    ja: {
      title: '取り置きを取り消す',
      description:
        'サインインしている人の取り置きを取り消します。商品はすぐに在庫に戻ります。元には戻せません。',
      fields: { key: keyJa },
    },
  },
  input: z.object({ key: keySchema }),
  output: z.object({ reservation: reservationSchema }),
  scopes: ['product:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ key }, context: ToolContext<ProductEnvironment>) => {
    const { stock, now } = context.env
    const reservation = await stock.release(getUser(context).subject, key, new Date(now()))
    return { reservation: toReservation(reservation, now()) }
  },
})
