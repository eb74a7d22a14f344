import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { getProduct } from '../catalog/get-products.ts'
import type { ProductEnvironment } from './environment.ts'
import { productIdJa, productIdSchema, productSchema, toProduct } from './schemas.ts'

export const getProductTool = defineTool({
  name: 'get_product',
  title: 'Get a product',
  description: 'Gets one product: its names, description, price, and how many can be had now.',
  translations: {
    ja: {
      title: '商品を見る',
      description: '商品の名前、説明、価格、在庫数を表示します。',
      fields: { productId: productIdJa },
    },
  },
  input: z.object({ productId: productIdSchema }),
  output: z.object({ product: productSchema }),
  scopes: ['product:read'],
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ productId }, { env }: ToolContext<ProductEnvironment>) => ({
    product: toProduct(await getProduct(env, productId)),
  }),
})
