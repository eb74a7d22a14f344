import * as z from 'zod'
import { healthStateSchema, serverSummarySchema } from '../../registry/server-record.ts'
import { listServers } from '../../registry/list-servers.ts'
import { searchServers } from '../../search/search-servers.ts'
import { defineRoute } from '../route.ts'

const many = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().flatMap((text) => text.split(',').filter(Boolean)))
const bool = z.enum(['true', 'false']).transform((value) => value === 'true')

/** What a search may be asked, as a query. */
export const searchQuerySchema = z.strictObject({
  q: z.string().max(500).optional().describe('The wish, in any words'),
  tag: many.optional().describe('Any of these tags'),
  category: many.optional().describe('In any of these categories'),
  scope: z.string().optional().describe('Whose tools ask for this scope'),
  owner: z.string().optional().describe("The owner's id or name"),
  region: z.string().optional(),
  auth: bool.optional().describe('true: servers that ask for sign-in; false: open ones'),
  health: many.pipe(z.array(healthStateSchema)).optional(),
  remote: bool.optional().describe('true: only servers with a remote endpoint'),
  limit: z.coerce.number().int().min(1).max(100).optional().describe('Results on a page, 1 to 100'),
  cursor: z.string().max(4096).optional().describe('`nextCursor` of the page before'),
})

const facet = z.array(z.object({ value: z.string(), count: z.int() }))

export const searchRoute = defineRoute({
  method: 'get',
  path: '/search',
  operationId: 'search',
  summary: 'Servers that fit a wish, best first; without a wish all of them, most used first.',
  query: searchQuerySchema,
  answers: {
    200: {
      description: 'A page of servers',
      schema: z.object({
        totalCount: z.int(),
        servers: z.array(serverSummarySchema.extend({ matchedTools: z.array(z.string()) })),
        facets: z.object({ categories: facet, health: facet, auth: facet }),
        nextCursor: z.string().optional(),
      }),
    },
  },
  answer: async ({ context, query: { q, tag, category, limit, cursor, ...rest } }) => {
    const filter = { ...rest, tags: tag, categories: category }
    const page = await searchServers(context, { text: q, filter, limit, after: cursor })
    const { edges, totalCount, facets, hasNextPage } = page
    const ids = edges.map(({ serverId }) => serverId)
    const tools = new Map(edges.map(({ serverId, matchedTools }) => [serverId, matchedTools]))
    const servers = await listServers(context, ids)
    const body = {
      totalCount,
      facets,
      servers: servers.map((server) => ({ ...server, matchedTools: tools.get(server.id) ?? [] })),
      ...(hasNextPage ? { nextCursor: edges.at(-1)?.cursor } : {}),
    }
    return { status: 200, body }
  },
})
