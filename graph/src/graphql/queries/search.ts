import { queryFromInfo } from '@pothos/plugin-prisma'
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
  matchedTools: string[]
  node: ServerRow
}
interface SearchResultShape {
  totalCount: number
  endCursor: string | null
  hasNextPage: boolean
  edges: SearchEdgeShape[]
  facets: { categories: FacetCountShape[]; health: FacetCountShape[]; auth: FacetCountShape[] }
  tools: { tool: ToolRow; server: ServerRow }[]
}

const FacetCount = builder.objectRef<FacetCountShape>('FacetCount').implement({
  fields: (t) => ({ value: t.exposeString('value'), count: t.exposeInt('count') }),
})

const SearchFacets = builder.objectRef<SearchResultShape['facets']>('SearchFacets').implement({
  description: 'How many results each choice would leave.',
  fields: (t) => ({
    categories: t.expose('categories', { type: [FacetCount] }),
    health: t.expose('health', { type: [FacetCount] }),
    auth: t.expose('auth', { type: [FacetCount] }),
  }),
})

const SearchEdge = builder.objectRef<SearchEdgeShape>('SearchEdge').implement({
  fields: (t) => ({
    cursor: t.exposeString('cursor'),
    node: t.expose('node', { type: ServerRef }),
    matchedTools: t.exposeStringList('matchedTools', {
      description: 'Names of the tools that fitted.',
    }),
  }),
})

const ToolMatch = builder.objectRef<SearchResultShape['tools'][number]>('ToolMatch').implement({
  fields: (t) => ({
    tool: t.expose('tool', { type: ToolRef }),
    server: t.expose('server', { type: ServerRef }),
  }),
})

const SearchResult = builder.objectRef<SearchResultShape>('SearchResult').implement({
  fields: (t) => ({
    totalCount: t.exposeInt('totalCount'),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      resolve: ({ endCursor, hasNextPage, edges }) => ({
        endCursor,
        hasNextPage,
        startCursor: edges[0]?.cursor ?? null,
        hasPreviousPage: false,
      }),
    }),
    edges: t.expose('edges', { type: [SearchEdge] }),
    facets: t.expose('facets', { type: SearchFacets }),
    tools: t.expose('tools', {
      type: [ToolMatch],
      description: 'Tools that fit, each with its server (first page only, at most 10).',
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
    resolve: () => {
      throw new Error('soon')
    },
  }),
)
void queryFromInfo
void visibleTo
