import type { TokenSet } from '@toolgraph/mcp-client'

import { LinkServerDocument } from '#gql/documents'
import { logProblem } from '../log-problem.ts'
import { Problem } from '../problem.ts'
import type { LinkingContext } from './linking.ts'
import { sealTokens } from './sealed-tokens.ts'
import { syncTools } from './sync-tools.ts'

/** A link that stands in the graph. */
export interface RecordedLink {
  connectionId: string
  /** The server is linked, but its tools could not be read. */
  problem: Problem['code'] | undefined
}

/**
 * Tells the graph of a new link, tokens sealed, and reads the server's tools.
 *
 * @param link `tokens`: none for an open server
 */
export async function recordLink(
  context: LinkingContext,
  { serverId, tokens }: { serverId: string; tokens?: TokenSet },
): Promise<RecordedLink> {
  const { linkServer } = await context.graph.mutate(LinkServerDocument, {
    input: {
      serverId,
      issuer: tokens?.issuer ?? null,
      clientId: tokens?.client.client_id ?? null,
      scopes: tokens?.scopes ?? [],
      tokenSet: tokens ? await sealTokens(context, serverId, tokens) : null,
      expiresAt: tokens?.expiresAt ? new Date(tokens.expiresAt).toISOString() : null,
    },
  })
  if (linkServer.__typename === 'Refusal') throw new Problem('link_failed', { cause: linkServer })

  const connectionId = linkServer.connection.id
  try {
    await syncTools(context, connectionId)
    return { connectionId, problem: undefined }
  } catch (error) {
    const { problem } = logProblem(context.web.log, 'Cannot read the tools of a new link', error)
    return { connectionId, problem }
  }
}
