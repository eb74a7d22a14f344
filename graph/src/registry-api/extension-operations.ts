import { parseInput } from '../registry/parse-input.ts'
import { searchQuerySchema } from '../rest/routes/search.ts'
import { searchServers } from '../search/search-servers.ts'
import { jsonResponse, type ApiRequest } from './api-request.ts'
import { toListJson } from './read-operations.ts'

/** The name of our extensions, and of the key in `_meta` that says why a server was found. */
export const EXTENSIONS = '/x/dev.toolgraph'
const SEARCH_META = 'dev.toolgraph/search'

/**
 * `GET /x/dev.toolgraph/search`: servers that fit a wish in any words, best first, in the shape of `GET /servers`. A
 * cursor carries the wish.
 */
export async function answerSearch({ context, query }: ApiRequest): Promise<Response> {
  const { search, ...asked } = toRecord(query)
  const wish = parseInput(searchQuerySchema, { q: search, ...asked }, 'the query')
  const { q, tag, category, limit, cursor, ...rest } = wish
  const filter = { ...rest, tags: tag, categories: category }
  const page = await searchServers(context, { text: q, filter, limit, after: cursor })

  const matches = new Map(page.edges.map((edge) => [edge.serverId, edge]))
  const found = await context.versions.listLatest(context.viewer, [...matches.keys()])
  const versions = await Promise.all(
    found.map(async ({ json, serverId }) => {
      const match = matches.get(serverId)
      const [matchedTools, why] = await Promise.all([match?.matchedTools(), match?.why()])
      return { json: withMeta(json, SEARCH_META, { matchedTools, why }) }
    }),
  )
  const nextCursor = page.hasNextPage ? page.edges.at(-1)?.cursor : undefined
  return jsonResponse(toListJson(versions, { nextCursor, totalCount: page.totalCount }))
}

/** This registry as an MCP server: where it is, and what it can be asked. */
export interface McpDescription {
  readonly name: string
  readonly title: string
  readonly version: string
  readonly url: string
  readonly tools: readonly { name: string; title?: string; description: string }[]
}

/** `GET /x/dev.toolgraph/mcp` */
export function answerMcp({ name, title, version, url, tools }: McpDescription): Response {
  return jsonResponse(
    JSON.stringify({
      name,
      title,
      version,
      remotes: [{ type: 'streamable-http', url }],
      tools: tools.map((tool) => ({
        name: tool.name,
        ...(tool.title ? { title: tool.title } : {}),
        description: tool.description,
      })),
    }),
  )
}

/** Adds a key to the `_meta` with which every listed version ends. */
function withMeta(json: string, key: string, value: object): string {
  return `${json.slice(0, -2)},${JSON.stringify(key)}:${JSON.stringify(value)}}}`
}

/** Repeated names become lists. */
function toRecord(query: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name)
      return [name, values.length > 1 ? values : (values[0] ?? '')]
    }),
  )
}
