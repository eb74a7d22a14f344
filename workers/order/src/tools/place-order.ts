import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { placeOrder } from '../orders/place-order.ts'
import type { OrderEnvironment } from './environment.ts'
import { orderSchema, toOrder } from './schemas.ts'

export const placeOrderTool = defineTool({
  name: 'place_order',
  title: 'Place the order',
  description:
    'Orders all that is in the cart of the signed-in person, at the prices of now: all or nothing. If it ends early, call it again: it finishes the same order.',
  translations: {
    ja: {
      title: '注文する',
      description:
        'サインインしている人のカートの中身をすべて、現在の価格で注文します。一部だけの注文はありません。途中で終わったときは、もう一度呼ぶと同じ注文を続けます。',
    },
  },
  input: z.object({}),
  output: z.object({ order: orderSchema }),
  scopes: ['order:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  run: async (_args, context: ToolContext<OrderEnvironment>) => ({
    order: toOrder(await placeOrder(context.env, getUser(context))),
  }),
})
