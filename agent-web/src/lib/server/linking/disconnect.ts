import { revokeTokens } from '@toolgraph/mcp-client'

import { ConnectionAccessDocument, UnlinkServerDocument } from '#gql/documents'
import { Problem } from '../problem.ts'
import type { LinkingContext } from './linking.ts'
import { openTokens } from './sealed-tokens.ts'

const REVOCATION_DEADLINE_MS = 10_000

/**
 * Ends a connection: its issuer is asked to revoke the tokens (RFC 7009), then the graph deletes them.
 *
 * @returns Whether the issuer agreed; the connection has ended either way
 */
export async function disconnect(
  context: LinkingContext,
  connectionId: string,
): Promise<{ isRevoked: boolean }> {
  const isRevoked = await revoke(context, connectionId)
  const { unlinkServer } = await context.graph.mutate(UnlinkServerDocument, { connectionId })
  if (unlinkServer.__typename === 'Refusal')
    throw new Problem('connection_not_found', { cause: unlinkServer })
  return { isRevoked }
}

async function revoke(context: LinkingContext, connectionId: string): Promise<boolean> {
  const { viewer } = await context.graph.query(ConnectionAccessDocument, { id: connectionId })
  const connection = viewer?.connection
  if (!connection) throw new Problem('connection_not_found')
  if (!connection.tokenSet) return true

  const opened = await openTokens(context, connection.server.id, connection.tokenSet)
  if (!opened) return false
  const signal = AbortSignal.timeout(REVOCATION_DEADLINE_MS)
  const { strangersFetch: fetch } = context.web
  return revokeTokens({ tokens: opened.tokens, fetch, signal }).catch(() => false)
}
