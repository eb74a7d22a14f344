import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import type { OrderEnvironment } from './environment.ts'
import { cartSchema, productIdJa, productIdSchema } from './schemas.ts'

export const removeFromCartTool = defineTool({
  name: 'remove_from_cart',
  title: 'Remove from the cart',
  description: 'Takes all units of a product out of the cart of the signed-in person.',
  translations: {
    ja: {
      title: 'カートから出す',
      description: 'サインインしている人のカートから、その商品をすべて出します。',
      fields: { productId: productIdJa },
    },
  },
  input: z.object({ productId: productIdSchema }),
  output: z.object({ cart: cartSchema }),
  scopes: ['order:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ productId }, context: ToolContext<OrderEnvironment>) => {
    const { subject } = getUser(context)
    const { carts } = context.env
    await carts.remove(subject, productId)
    return { cart: await carts.list(subject) }
  },
})
