import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { listServers } from '../../registry/list-servers.ts'
import { toStorable } from '../../registry/to-storable.ts'
import { briefServerSchema, healthStateSchema } from '../../registry/server-record.ts'
import { MAX_QUERY_CHARS } from '../../search/parse-query.ts'
import { searchServers } from '../../search/search-servers.ts'
import { shortReason } from '../../search/short-reason.ts'
import { runVerb, type McpEnv } from '../run-verb.ts'

export const searchServersTool = defineTool({
  name: 'search_servers',
  title: 'Search servers',
  description:
    'Finds MCP servers by what they can do ("book a meeting room", "会議室を予約"). Use it when a wish needs a tool that is not at hand; then get_server for details.',
  translations: {
    ja: { title: 'サーバーを検索', description: 'やりたいことから MCP サーバーを探します。' },
  },
  input: z.object({
    query: z.string().max(MAX_QUERY_CHARS).describe('The wish, in any words, English or Japanese'),
    categories: z.array(z.string()).optional().describe('Only in any of these categories'),
    tags: z.array(z.string()).optional().describe('Only with any of these tags'),
    needsSignIn: z.boolean().optional().describe('true: only servers that ask for sign-in'),
    health: z.array(healthStateSchema).optional().describe('Only in any of these states'),
    remote: z.boolean().optional().describe('true: only servers that can be reached over HTTP'),
    limit: z.int().min(1).max(50).default(10),
    cursor: z.string().optional().describe('nextCursor of the page before'),
  }),
  output: z.object({
    totalCount: z.int(),
    servers: z.array(
      briefServerSchema.extend({ matchedTools: z.array(z.string()), why: z.string() }),
    ),
    nextCursor: z.string().optional(),
  }),
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: (
    { query: text, limit, cursor: after, needsSignIn: auth, ...filter },
    context: ToolContext<McpEnv>,
  ) =>
    runVerb(context, async (graph) => {
      const page = await searchServers(graph, {
        text,
        limit,
        after,
        filter: toStorable({ ...filter, auth }),
      })
      const edges = new Map(page.edges.map((edge) => [edge.serverId, edge]))
      const servers = await listServers(graph, [...edges.keys()])
      return {
        totalCount: page.totalCount,
        servers: await Promise.all(
          servers.map(async (server) => ({
            ...server,
            matchedTools: (await edges.get(server.id)?.matchedTools()) ?? [],
            why: shortReason((await edges.get(server.id)?.why()) ?? []),
          })),
        ),
        nextCursor: page.hasNextPage ? page.edges.at(-1)?.cursor : undefined,
      }
    }),
})
