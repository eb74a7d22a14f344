import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { cancelOrder } from '../orders/cancel-order.ts'
import type { OrderEnvironment } from './environment.ts'
import { orderSchema, toOrder } from './schemas.ts'

export const cancelOrderTool = defineTool({
  name: 'cancel_order',
  title: 'Cancel an order',
  description:
    "Cancels one of the signed-in person's own orders; others can have its products again at once. It cannot be undone.",
  translations: {
    ja: {
      title: '注文を取り消す',
      description:
        'サインインしている人自身の注文を取り消します。商品はすぐに在庫に戻ります。元には戻せません。',
      fields: {
        orderId: { title: '注文', description: '注文のID。「注文を一覧する」でわかります' },
      },
    },
  },
  input: z.object({
    orderId: z
      .uuid('must be the id of an order; list_orders tells it')
      .meta({ title: 'Order', description: 'The id of the order; list_orders tells it' }),
  }),
  output: z.object({ order: orderSchema }),
  scopes: ['order:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ orderId }, context: ToolContext<OrderEnvironment>) => ({
    order: toOrder(await cancelOrder(context.env, getUser(context), orderId)),
  }),
})
