import { explain, type Reason } from './explain.ts'
import { textsOfTool } from './explained-texts.ts'
import { findMatches } from './find-matches.ts'
import { once } from './once.ts'
import { parseWish, type SearchContext, type Wish } from './wish.ts'

/** A tool that fits a wish. */
export interface ToolMatch {
  toolId: string
  serverId: string
  /** Leads on from this result. */
  cursor: string
  /** Says why it fits; worked out when it is asked. */
  why: () => Promise<Reason[]>
}

/** One page of tools. */
export interface ToolMatches {
  /** Of all pages. */
  totalCount: number
  /** Whether the count is only near the truth. */
  isEstimate: boolean
  edges: ToolMatch[]
  hasNextPage: boolean
}

/**
 * Finds single tools that fit a wish, best first. The filter is about their servers. Without a wish there are none:
 * a tool without a purpose is of no use to anybody.
 *
 * @throws SearchError
 */
export async function searchTools(context: SearchContext, wish: Wish): Promise<ToolMatches> {
  const question = parseWish('tool', wish)
  const { edges, query, totalCount, isEstimate, hasNextPage } = await findMatches(context, question)
  const toolIds = edges.map(({ candidate }) => candidate.id)
  const readTexts = once(() => context.index.readToolTexts(toolIds))
  return {
    totalCount,
    isEstimate,
    hasNextPage,
    edges: edges.map(({ candidate: { id, serverId }, cursor }) => {
      const why = async () => {
        const said = (await readTexts()).get(id)
        return said ? explain(query.terms, textsOfTool(said)) : []
      }
      return { toolId: id, serverId, cursor, why }
    }),
  }
}
