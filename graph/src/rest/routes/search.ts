import * as z from 'zod'
import type { GraphContext } from '../../context.ts'
import {
  healthStateSchema,
  serverSummarySchema,
  type ServerSummary,
} from '../../registry/server-record.ts'
import { listServers } from '../../registry/list-servers.ts'
import { MAX_CURSOR_CHARS } from '../../search/cursor.ts'
import { searchServers, type ServerMatch } from '../../search/search-servers.ts'
import { defineRoute } from '../route.ts'

const many = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().flatMap((text) => text.split(',').filter(Boolean)))
const bool = z.enum(['true', 'false']).transform((value) => value === 'true')

/** What a search may be asked, as a query. */
export const searchQuerySchema = z.strictObject({
  q: z.string().optional().describe('The wish, in any words'),
  tag: many.optional().describe('Any of these tags'),
  category: many.optional().describe('In any of these categories'),
  scope: z.string().optional().describe('Whose tools ask for this scope'),
  owner: z.string().optional().describe("The owner's id, slug or name"),
  region: z.string().optional(),
  auth: bool.optional().describe('true: servers that ask for sign-in; false: open ones'),
  health: many.pipe(z.array(healthStateSchema)).optional(),
  remote: bool.optional().describe('true: only servers with a remote endpoint'),
  why: bool.optional().describe('true: also says why each result fits'),
  limit: z.coerce.number().int().min(1).max(100).optional().describe('Results on a page, 1 to 100'),
  cursor: z.string().max(MAX_CURSOR_CHARS).optional().describe('`nextCursor` of the page before'),
})

/** Why a result was found. */
export const reasonSchema = z.object({
  field: z.enum(['name', 'tool', 'category', 'description']),
  tool: z.string().optional().describe('The tool that says it; absent when the server does'),
  words: z.array(z.string()).describe('Words of the wish'),
  meanings: z.array(z.string()).describe('What both speak of, in whatever words and language'),
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
        isEstimate: z.boolean().describe('Whether totalCount is only near the truth'),
        servers: z.array(
          serverSummarySchema.extend({
            matchedTools: z.array(z.string()),
            why: z.array(reasonSchema).optional(),
          }),
        ),
        corrections: z.record(z.string(), z.string()).describe('Misspelled word → searched for'),
        facets: z.object({ categories: facet, health: facet, auth: facet }),
        nextCursor: z.string().optional(),
      }),
    },
  },
  answer: async ({ context, query: { q, tag, category, limit, cursor, why, ...rest } }) => {
    const filter = { ...rest, tags: tag, categories: category }
    const wish = { text: q, filter, limit, after: cursor, withSummaries: true }
    const page = await searchServers(context, wish)
    const { edges, totalCount, isEstimate, facets, corrections, hasNextPage } = page
    const [servers, fits] = await Promise.all([
      listFound(context, edges),
      Promise.all(edges.map(async (edge) => [edge.serverId, await tellFit(edge, why)] as const)),
    ])
    const fitById = new Map(fits)
    const body = {
      totalCount,
      isEstimate,
      facets,
      corrections,
      servers: servers.map((server) => ({ ...server, ...fitById.get(server.id) })),
      ...(hasNextPage ? { nextCursor: edges.at(-1)?.cursor } : {}),
    }
    return { status: 200, body }
  },
})

/** How a server fits the wish: the tools that fit, and why, where that was asked. */
async function tellFit(edge: ServerMatch, withWhy: boolean | undefined) {
  const [matchedTools, why] = await Promise.all([
    edge.matchedTools(),
    withWhy ? edge.why() : undefined,
  ])
  return { matchedTools, ...(why && { why }) }
}

/** What is shown of servers that were found, in their order: read with their places, or now. */
function listFound(context: GraphContext, edges: readonly ServerMatch[]): Promise<ServerSummary[]> {
  const known = edges.flatMap(({ summary }) => summary ?? [])
  if (known.length === edges.length) return Promise.resolve(known)
  return listServers(
    context,
    edges.map(({ serverId }) => serverId),
  )
}
