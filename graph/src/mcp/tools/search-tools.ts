import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { listTools } from '../../registry/list-tools.ts'
import { MAX_QUERY_CHARS } from '../../search/parse-query.ts'
import { searchTools } from '../../search/search-tools.ts'
import { shortReason } from '../../search/short-reason.ts'
import { runVerb, type McpEnv } from '../run-verb.ts'
import { briefToolSchema, toBriefTool } from './brief-tool.ts'

export const searchToolsTool = defineTool({
  name: 'search_tools',
  title: 'Search tools',
  description:
    'Finds single tools over all servers by what they do. Use it when you know the action, not the server; ask with include_schema for those you mean to call.',
  translations: {
    ja: {
      title: 'ツールを検索',
      description: 'すべてのサーバーから、目的に合うツールを探します。',
    },
  },
  input: z.object({
    query: z.string().min(1).max(MAX_QUERY_CHARS).describe('What the tool should do'),
    limit: z.int().min(1).max(50).default(5),
    include_schema: z.boolean().default(false).describe('With the JSON Schema of the arguments'),
    cursor: z.string().optional().describe('nextCursor of the page before'),
  }),
  output: z.object({
    totalCount: z.int(),
    tools: z.array(briefToolSchema),
    nextCursor: z.string().optional(),
  }),
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: (
    { query: text, limit, cursor: after, include_schema: withSchema },
    context: ToolContext<McpEnv>,
  ) =>
    runVerb(context, async (graph) => {
      const { edges, totalCount, hasNextPage } = await searchTools(graph, { text, limit, after })
      const why = new Map<string, string>()
      for (const edge of edges) why.set(edge.toolId, shortReason(await edge.why()))
      const tools = await listTools(graph, [...why.keys()])
      return {
        totalCount,
        tools: tools.map((tool) => toBriefTool(tool, why.get(tool.id) ?? '', withSchema)),
        nextCursor: hasNextPage ? edges.at(-1)?.cursor : undefined,
      }
    }),
})
