import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import type { ProductEnvironment } from './environment.ts'
import { keyJa, keySchema, reservationSchema, toReservation } from './schemas.ts'

export const confirmReservationTool = defineTool({
  name: 'confirm_reservation',
  title: 'Confirm a reservation',
  description:
    'Keeps a reservation of the signed-in person for good: its units leave the shelf and it expires no more. Only release_stock undoes it.',
  translations: {
    ja: {
      title: '取り置きを確定する',
      description:
        'サインインしている人の取り置きを確定します。期限がなくなり、商品は在庫から出ます。',
      fields: { key: keyJa },
    },
  },
  input: z.object({ key: keySchema }),
  output: z.object({ reservation: reservationSchema }),
  scopes: ['product:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ key }, context: ToolContext<ProductEnvironment>) => {
    const { stock, now } = context.env
    const reservation = await stock.confirm(getUser(context).subject, key, new Date(now()))
    return { reservation: toReservation(reservation, now()) }
  },
})
