import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { getProducts } from '../catalog/get-products.ts'
import type { ProductEnvironment } from './environment.ts'
import { productIdSchema } from './schemas.ts'

export const checkStockTool = defineTool({
  name: 'check_stock',
  title: 'Check the stock',
  description:
    'Tells how many units of some products can be had now. Use it before reserve_stock for several products at once.',
  translations: {
    ja: {
      title: '在庫を確認する',
      description: '商品の現在の在庫数を確認します。複数の商品を取り置く前に使います。',
      fields: {
        productIds: { title: '商品', description: '商品のID。一度に20件まで' },
      },
    },
  },
  input: z.object({
    productIds: z
      .array(productIdSchema)
      .min(1)
      .max(20)
      .meta({ title: 'Products', description: 'The ids of up to 20 products' }),
  }),
  output: z.object({
    stock: z.array(z.object({ productId: z.string(), available: z.int() })),
  }),
  scopes: ['product:read'],
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ productIds }, { env }: ToolContext<ProductEnvironment>) => {
    const products = await getProducts(env, productIds)
    return { stock: products.map(({ id, available }) => ({ productId: id, available })) }
  },
})
