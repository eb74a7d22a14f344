import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { showCart } from '../cart/show-cart.ts'
import { sumYen } from '../orders/order.ts'
import type { OrderEnvironment } from './environment.ts'
import { lineSchema } from './schemas.ts'

export const showCartTool = defineTool({
  name: 'show_cart',
  title: 'Show the cart',
  description:
    'Shows what is in the cart of the signed-in person, what it costs now, and how many can be had. Show it to them before place_order.',
  translations: {
    ja: {
      title: 'カートを見る',
      description:
        'サインインしている人のカートの中身、現在の価格、在庫数を表示します。注文の前に見せてください。',
    },
  },
  input: z.object({}),
  output: z.object({
    lines: z.array(lineSchema.extend({ available: z.int().describe('Units that can be had now') })),
    totalYen: z.int(),
  }),
  scopes: ['order:read'],
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async (_args, context: ToolContext<OrderEnvironment>) => {
    const lines = await showCart(context.env, getUser(context))
    return { lines, totalYen: sumYen(lines) }
  },
})
