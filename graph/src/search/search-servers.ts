import type { ServerSummary } from '../registry/server-record.ts'
import { toCursor } from './cursor.ts'
import { explain, type Reason } from './explain.ts'
import { textsOfServer } from './explained-texts.ts'
import { findMatches } from './find-matches.ts'
import { once } from './once.ts'
import type { Facets } from './search-index.ts'
import { parseWish, type Question, type SearchContext, type Wish } from './wish.ts'

/** A server that fits a wish. */
export interface ServerMatch {
  serverId: string
  /** Leads on from this result. Safe in an address as it is; carries the query and the filter. */
  cursor: string
  /** The names of its tools that hold a word of the wish, at most five; read when they are asked for. */
  matchedTools: () => Promise<string[]>
  /** Says why it fits; worked out when it is asked. */
  why: () => Promise<Reason[]>
  /** What a list shows of it, where it was read with its place (`Wish.withSummaries`). */
  summary?: ServerSummary | undefined
}

/** One page of servers. */
export interface ServerMatches {
  /** Of all pages. */
  totalCount: number
  /** Whether the count is only near the truth. */
  isEstimate: boolean
  edges: ServerMatch[]
  hasNextPage: boolean
  facets: Facets
  /** Misspelled word → the one that was searched for instead. */
  corrections: Readonly<Record<string, string>>
}

/**
 * Finds the servers that fit a wish, best first; without a wish all servers, most used first.
 *
 * @throws SearchError
 */
export async function searchServers(context: SearchContext, wish: Wish): Promise<ServerMatches> {
  const question = parseWish('server', wish)
  if (question.query.text === '') return browse(context, question, wish.withSummaries)

  const { edges, query, ...page } = await findMatches(context, question)
  const serverIds = edges.map(({ candidate }) => candidate.serverId)
  const { index } = context
  const readTools = once(() => index.readMatchedTools(serverIds, query.terms))
  const readTexts = once(() => index.readServerTexts(serverIds, query.terms))
  return {
    ...page,
    edges: edges.map(({ candidate: { serverId }, cursor }) => ({
      serverId,
      cursor,
      matchedTools: async () => (await readTools()).get(serverId) ?? [],
      why: async () => {
        const said = (await readTexts()).get(serverId)
        return said ? explain(query.terms, textsOfServer(said)) : []
      },
    })),
  }
}

async function browse(
  { index, viewer }: SearchContext,
  question: Question,
  withSummaries: boolean | undefined,
) {
  const { kind, filter, limit, after, query } = question
  // One more than asked tells whether there is a next page.
  const { totalCount, servers, facets } = await index.browse({
    viewer,
    filter,
    after: after?.browse,
    limit: limit + 1,
    withSummaries,
  })
  return {
    totalCount,
    isEstimate: false,
    facets,
    hasNextPage: servers.length > limit,
    corrections: {},
    edges: servers.slice(0, limit).map(({ summary, ...position }) => ({
      serverId: position.id,
      summary,
      get cursor() {
        return toCursor({ kind, text: query.text, filter, browse: position })
      },
      matchedTools: () => Promise.resolve([]),
      why: () => Promise.resolve([]),
    })),
  }
}
