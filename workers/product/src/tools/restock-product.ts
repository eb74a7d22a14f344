import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { getProduct } from '../catalog/get-products.ts'
import type { ProductEnvironment } from './environment.ts'
import { productIdJa, productIdSchema, quantityJa, quantitySchema } from './schemas.ts'

export const restockProductTool = defineTool({
  name: 'restock_product',
  title: 'Restock a product',
  description:
    'Puts units of a product on the shelf, for whoever wants them. Calling it again adds as many again.',
  translations: {
    ja: {
      title: '商品を補充する',
      description: '商品を在庫に追加します。繰り返すと、その数だけさらに増えます。',
      fields: { productId: productIdJa, quantity: quantityJa },
    },
  },
  input: z.object({ productId: productIdSchema, quantity: quantitySchema }),
  output: z.object({ productId: z.string(), available: z.int() }),
  scopes: ['product:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  run: async ({ productId, quantity }, { env }: ToolContext<ProductEnvironment>) => {
    await env.stock.restock({ productId, quantity })
    const { available } = await getProduct(env, productId)
    return { productId, available }
  },
})
