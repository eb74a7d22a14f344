import { isPlainText } from '@toolgraph/house-server'
import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { CATEGORIES, CATEGORIES_JA } from '../catalog/product.ts'
import type { ProductEnvironment } from './environment.ts'
import { productSchema, toProduct } from './schemas.ts'

const priceSchema = z.int().min(0).max(100_000_000).optional()

export const searchProductsTool = defineTool({
  name: 'search_products',
  title: 'Search products',
  description:
    'Searches the catalog by words in English or Japanese, category and price. Without words it lists everything.',
  translations: {
    ja: {
      title: '商品を探す',
      description:
        '英語や日本語の言葉、カテゴリー、価格で商品を探します。言葉がなければ全商品です。',
      fields: {
        words: { title: '言葉', description: '名前か説明にすべて含まれている商品を探します' },
        category: {
          title: 'カテゴリー',
          description: '1つの売り場だけを探すとき',
          options: CATEGORIES_JA,
        },
        minYen: { title: '価格の下限', description: '円' },
        maxYen: { title: '価格の上限', description: '円' },
        limit: { title: '件数', description: '最大でこの件数まで' },
        cursor: { title: 'カーソル', description: '前のページの nextCursor' },
      },
    },
  },
  input: z.object({
    words: z
      .string()
      .trim()
      .max(200)
      .refine(isPlainText, 'must be plain text in one line')
      .default('')
      .meta({
        title: 'Words',
        description: 'All of them must stand in the name or the description',
        examples: ['coffee filter'],
      }),
    category: z
      .enum(CATEGORIES)
      .optional()
      .meta({ title: 'Category', description: 'One part of the shop only' }),
    minYen: priceSchema.meta({ title: 'Lowest price', description: 'In yen' }),
    maxYen: priceSchema.meta({ title: 'Highest price', description: 'In yen' }),
    limit: z
      .int()
      .min(1)
      .max(50)
      .default(20)
      .meta({ title: 'Limit', description: 'At most so many' }),
    cursor: z
      .string()
      .max(60)
      .refine(isPlainText, 'must be the nextCursor of an answer')
      .optional()
      .meta({ title: 'Cursor', description: 'The nextCursor of the page before' }),
  }),
  output: z.object({
    products: z.array(productSchema),
    nextCursor: z.string().optional().describe('There are more: ask again with it'),
  }),
  scopes: ['product:read'],
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async (
    { words, cursor, limit, category, minYen, maxYen },
    { env }: ToolContext<ProductEnvironment>,
  ) => {
    const wish = {
      words: words.split(/\s+/).filter(Boolean),
      ...(category === undefined ? {} : { category }),
      ...(minYen === undefined ? {} : { minYen }),
      ...(maxYen === undefined ? {} : { maxYen }),
      ...(cursor === undefined ? {} : { after: cursor }),
      // One more than asked for, to know whether there are more.
      limit: limit + 1,
    }
    const found = await env.catalog.search(wish, new Date(env.now()))
    const products = found.slice(0, limit).map(toProduct)
    const last = products.at(-1)
    const hasMore = found.length > limit && last !== undefined
    return { products, ...(hasMore ? { nextCursor: last.id } : {}) }
  },
})
