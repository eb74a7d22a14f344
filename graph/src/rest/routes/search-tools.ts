import * as z from 'zod'
import { listTools } from '../../registry/list-tools.ts'
import { foundToolSchema } from '../../registry/server-record.ts'
import { searchTools } from '../../search/search-tools.ts'
import { defineRoute } from '../route.ts'
import { reasonSchema, searchQuerySchema } from './search.ts'

export const searchToolsRoute = defineRoute({
  method: 'get',
  path: '/search/tools',
  operationId: 'searchTools',
  summary:
    'Single tools that fit a wish, best first, over all servers that the filter leaves; without a wish none.',
  query: searchQuerySchema,
  answers: {
    200: {
      description: 'A page of tools',
      schema: z.object({
        totalCount: z.int(),
        isEstimate: z.boolean().describe('Whether totalCount is only near the truth'),
        tools: z.array(foundToolSchema.extend({ why: z.array(reasonSchema).optional() })),
        nextCursor: z.string().optional(),
      }),
    },
  },
  answer: async ({ context, query: { q, tag, category, limit, cursor, why, ...rest } }) => {
    const filter = { ...rest, tags: tag, categories: category }
    const page = await searchTools(context, { text: q, filter, limit, after: cursor })
    const { edges, totalCount, isEstimate, hasNextPage } = page
    const byId = new Map(edges.map((edge) => [edge.toolId, edge]))
    const tools = await listTools(context, [...byId.keys()])
    const body = {
      totalCount,
      isEstimate,
      tools: await Promise.all(
        tools.map(async (tool) => ({
          ...tool,
          ...(why && { why: (await byId.get(tool.id)?.why()) ?? [] }),
        })),
      ),
      ...(hasNextPage ? { nextCursor: edges.at(-1)?.cursor } : {}),
    }
    return { status: 200, body }
  },
})
