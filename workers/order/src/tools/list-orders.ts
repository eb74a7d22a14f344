import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import type { OrderEnvironment } from './environment.ts'
import { orderSchema, toOrder } from './schemas.ts'

export const listOrdersTool = defineTool({
  name: 'list_orders',
  title: 'List orders',
  description: 'Lists the orders of the signed-in person, the newest first.',
  translations: {
    ja: {
      title: '注文を一覧する',
      description: 'サインインしている人の注文を新しい順に表示します。',
      fields: {
        limit: { title: '件数', description: '最大でこの件数まで' },
        cursor: { title: 'カーソル', description: '前のページの nextCursor' },
      },
    },
  },
  input: z.object({
    limit: z
      .int()
      .min(1)
      .max(50)
      .default(20)
      .meta({ title: 'Limit', description: 'At most so many' }),
    cursor: z
      .uuid('must be the nextCursor of an answer')
      .optional()
      .meta({ title: 'Cursor', description: 'The nextCursor of the page before' }),
  }),
  output: z.object({
    orders: z.array(orderSchema),
    nextCursor: z.string().optional().describe('There are more: ask again with it'),
  }),
  scopes: ['order:read'],
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ limit, cursor }, context: ToolContext<OrderEnvironment>) => {
    const { subject } = getUser(context)
    const before = cursor === undefined ? {} : { before: cursor }
    // One more than asked for, to know whether there are more.
    const found = await context.env.orders.listOwn({ subject, ...before, limit: limit + 1 })
    const orders = found.slice(0, limit).map(toOrder)
    const last = orders.at(-1)
    const hasMore = found.length > limit && last !== undefined
    return { orders, ...(hasMore ? { nextCursor: last.id } : {}) }
  },
})
