import { queryFromInfo } from '@pothos/plugin-prisma'
import type { GraphContext } from '../../context.ts'
import type { Reason } from '../../search/explain.ts'
import type { Facets } from '../../search/search-index.ts'
import { searchServers, type ServerMatches } from '../../search/search-servers.ts'
import { searchTools } from '../../search/search-tools.ts'
import type { Wish } from '../../search/wish.ts'
import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { ServerRef } from '../nodes/server.ts'
import { ToolRef } from '../nodes/tool.ts'
import { ServerFilterInput } from './filter.ts'

type ServerRow = typeof ServerRef.$inferType
type ToolRow = typeof ToolRef.$inferType

interface FacetCountShape {
  value: string
  count: number
}
interface SearchEdgeShape {
  cursor: string
  matchedTools: () => Promise<string[]>
  why: () => Promise<Reason[]>
  node: ServerRow
}
interface SearchPage {
  wish: Wish
  matches: ServerMatches
}
interface ToolMatchShape {
  why: () => Promise<Reason[]>
  tool: ToolRow
  server: ServerRow
}

/** Tools beside the servers of a first page. */
const MAX_TOOLS = 10

const FacetCount = builder.objectRef<FacetCountShape>('FacetCount').implement({
  fields: (t) => ({ value: t.exposeString('value'), count: t.exposeInt('count') }),
})

const SearchFacets = builder.objectRef<Facets>('SearchFacets').implement({
  description: 'How many results each choice would leave.',
  fields: (t) => ({
    categories: t.expose('categories', { type: [FacetCount] }),
    health: t.expose('health', { type: [FacetCount] }),
    auth: t.expose('auth', { type: [FacetCount] }),
  }),
})

const MatchReason = builder.objectRef<Reason>('MatchReason').implement({
  description: 'Why a result fits: what of the query stands where.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'name, tool, category or description.' }),
    tool: t.exposeString('tool', {
      nullable: true,
      description: 'The tool that says it; null when the result itself does.',
    }),
    words: t.exposeStringList('words', { description: 'Words of the query.' }),
    meanings: t.exposeStringList('meanings', {
      description: 'What both speak of, in whatever words and language.',
    }),
  }),
})

const SearchEdge = builder.objectRef<SearchEdgeShape>('SearchEdge').implement({
  fields: (t) => ({
    cursor: t.exposeString('cursor'),
    node: t.expose('node', { type: ServerRef }),
    matchedTools: t.stringList({
      description: 'Names of the tools that fitted.',
      resolve: ({ matchedTools }) => matchedTools(),
    }),
    why: t.field({ type: [MatchReason], resolve: ({ why }) => why() }),
  }),
})

const ToolMatch = builder.objectRef<ToolMatchShape>('ToolMatch').implement({
  fields: (t) => ({
    tool: t.expose('tool', { type: ToolRef }),
    server: t.expose('server', { type: ServerRef }),
    why: t.field({ type: [MatchReason], resolve: ({ why }) => why() }),
  }),
})

const Correction = builder.objectRef<{ word: string; instead: string }>('Correction').implement({
  fields: (t) => ({ word: t.exposeString('word'), instead: t.exposeString('instead') }),
})

const SearchResult = builder.objectRef<SearchPage>('SearchResult').implement({
  fields: (t) => ({
    totalCount: t.int({ resolve: ({ matches }) => matches.totalCount }),
    isEstimate: t.boolean({
      description:
        'Whether totalCount is only near the truth: what nearly everything holds is not counted in full.',
      resolve: ({ matches }) => matches.isEstimate,
    }),
    corrections: t.field({
      type: [Correction],
      description: 'Words that stand nowhere, with those that were searched for instead.',
      resolve: ({ matches: { corrections } }) =>
        Object.entries(corrections).map(([word, instead]) => ({ word, instead })),
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      resolve: ({ matches: { edges, hasNextPage }, wish }) => ({
        hasNextPage,
        hasPreviousPage: Boolean(wish.after),
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      }),
    }),
    edges: t.field({
      type: [SearchEdge],
      resolve: ({ matches }, _args, context, info) =>
        readEdges(matches, context, queryFromInfo({ context, info, path: ['node'] })),
    }),
    facets: t.field({ type: SearchFacets, resolve: ({ matches }) => matches.facets }),
    tools: t.field({
      type: [ToolMatch],
      description: 'Tools that fit, each with its server (first page only, at most 10).',
      resolve: ({ wish }, _args, context, info) =>
        readTools(wish, context, {
          tool: queryFromInfo({ context, info, path: ['tool'] }),
          server: queryFromInfo({ context, info, path: ['server'] }),
        }),
    }),
  }),
})

builder.queryField('search', (t) =>
  t.field({
    type: SearchResult,
    description: 'Servers and tools that fit a wish, best first.',
    args: {
      query: t.arg.string({ required: true, defaultValue: '' }),
      first: t.arg.int({ defaultValue: 20 }),
      after: t.arg.string(),
      filter: t.arg({ type: ServerFilterInput }),
    },
    resolve: async (_root, { query, first, after, filter }, context) => {
      const wish = { text: query, limit: first, after, filter }
      return { wish, matches: await searchServers(context, wish) }
    },
  }),
)

async function readEdges(
  { edges }: ServerMatches,
  { database, viewer }: GraphContext,
  query: object,
): Promise<SearchEdgeShape[]> {
  const ids = edges.map(({ serverId }) => serverId)
  const rows = await database.mcpServer.findMany({
    ...query,
    where: { id: { in: ids }, AND: visibleTo(viewer).McpServer },
  })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return edges.flatMap(({ serverId, cursor, matchedTools, why }) => {
    const node = byId.get(serverId)
    return node ? [{ cursor, node, matchedTools, why }] : []
  })
}

async function readTools(
  { text, filter, after }: Wish,
  context: GraphContext,
  queries: { tool: object; server: object },
): Promise<ToolMatchShape[]> {
  if (after || !text?.trim()) return []
  const { edges } = await searchTools(context, { text, filter, limit: MAX_TOOLS })
  const visible = visibleTo(context.viewer)
  const [tools, servers] = await Promise.all([
    context.database.mcpTool.findMany({
      ...queries.tool,
      where: { id: { in: edges.map(({ toolId }) => toolId) }, AND: visible.McpTool },
    }),
    context.database.mcpServer.findMany({
      ...queries.server,
      where: { id: { in: edges.map(({ serverId }) => serverId) }, AND: visible.McpServer },
    }),
  ])
  const toolById = new Map(tools.map((row) => [row.id, row]))
  const serverById = new Map(servers.map((row) => [row.id, row]))
  return edges.flatMap(({ toolId, serverId, why }) => {
    const [tool, server] = [toolById.get(toolId), serverById.get(serverId)]
    return tool && server ? [{ tool, server, why }] : []
  })
}
