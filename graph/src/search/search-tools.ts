import { findMatches } from './find-matches.ts'
import { parseWish, type SearchContext, type Wish } from './wish.ts'

/** A tool that fits a wish. */
export interface ToolMatch {
  toolId: string
  serverId: string
  /** Leads on from this result. */
  cursor: string
}

/** One page of tools. */
export interface ToolMatches {
  /** Of all pages. */
  totalCount: number
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
  const { totalCount, edges, hasNextPage } = await findMatches(context, question)
  return {
    totalCount,
    hasNextPage,
    edges: edges.map(({ candidate, cursor }) => ({
      toolId: candidate.id,
      serverId: candidate.serverId,
      cursor,
    })),
  }
}
