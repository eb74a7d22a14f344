import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { listTools } from '../../registry/list-tools.ts'
import { foundToolSchema } from '../../registry/server-record.ts'
import { searchTools } from '../../search/search-tools.ts'
import { runVerb, type McpEnv } from '../run-verb.ts'

export const searchToolsTool = defineTool({
  name: 'search_tools',
  title: 'Search tools',
  description:
    'Finds single tools over all servers by what they do, each with its arguments and the server that has it. Use it when you know the action, not the server.',
  translations: {
    ja: {
      title: 'ツールを検索',
      description: 'すべてのサーバーから、目的に合うツールを引数の定義とともに探します。',
    },
  },
  input: z.object({
    query: z.string().min(1).max(500).describe('What the tool should do'),
    limit: z.int().min(1).max(50).default(10),
    cursor: z.string().optional().describe('nextCursor of the page before'),
  }),
  output: z.object({
    totalCount: z.int(),
    tools: z.array(foundToolSchema),
    nextCursor: z.string().optional(),
  }),
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: ({ query: text, limit, cursor: after }, context: ToolContext<McpEnv>) =>
    runVerb(context, async (graph) => {
      const { edges, totalCount, hasNextPage } = await searchTools(graph, { text, limit, after })
      return {
        totalCount,
        tools: await listTools(
          graph,
          edges.map(({ toolId }) => toolId),
        ),
        nextCursor: hasNextPage ? edges.at(-1)?.cursor : undefined,
      }
    }),
})
