import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { addToCart } from '../cart/add-to-cart.ts'
import type { OrderEnvironment } from './environment.ts'
import { cartSchema, productIdJa, productIdSchema } from './schemas.ts'

export const addToCartTool = defineTool({
  name: 'add_to_cart',
  title: 'Add to the cart',
  description:
    'Puts units of a product into the cart of the signed-in person. Calling it again adds as many again. Nothing is ordered or reserved yet.',
  translations: {
    ja: {
      title: 'カートに入れる',
      description:
        'サインインしている人のカートに商品を入れます。繰り返すと、その数だけさらに増えます。注文や取り置きはまだされません。',
      fields: {
        productId: productIdJa,
        quantity: { title: '数量', description: '追加する個数' },
      },
    },
  },
  input: z.object({
    productId: productIdSchema,
    quantity: z
      .int()
      .min(1)
      .max(100)
      .default(1)
      .meta({ title: 'Quantity', description: 'How many units to add' }),
  }),
  output: z.object({ cart: cartSchema }),
  scopes: ['order:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  run: async (line, context: ToolContext<OrderEnvironment>) => ({
    cart: await addToCart(context.env, getUser(context).subject, line),
  }),
})
