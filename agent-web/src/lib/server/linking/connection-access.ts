import { McpClientError, refreshTokens } from '@toolgraph/mcp-client'

import {
  ConnectionAccessDocument,
  EndConnectionRefreshDocument,
  LeaseConnectionRefreshDocument,
  RenewConnectionDocument,
} from '#gql/documents'
import { logProblem } from '../log-problem.ts'
import { Problem } from '../problem.ts'
import { isSurelyUnspent } from '../unspent.ts'
import type { LinkingContext } from './linking.ts'
import { ageOf, type ConnectionTokens, openTokens, sealTokens } from './sealed-tokens.ts'

/** What it takes to call a linked server now. */
export interface ConnectionAccess {
  server: { id: string; name: string; url: string }
  scopesGranted: readonly string[]
  /** `undefined` for an open server. */
  tokens: ConnectionTokens | undefined
  /** Counts the token sets of this connection. */
  version: number
}

const WAIT_STEP_MS = 150
const WAIT_LIMIT_MS = 15_000
const REFRESH_DEADLINE_MS = 15_000

/**
 * Finds a connection with tokens that are good now. Tokens near their end are renewed first: the graph
 * gives the lease to one caller of all processes, the others wait and read again.
 *
 * @param options `spent`: a version that the server refused, to be renewed whatever its age
 * @throws {Problem} `connection_not_found`, `connection_ended`, `needs_sign_in`, `server_not_linkable`
 */
export async function getConnectionAccess(
  context: LinkingContext,
  { connectionId, spent }: { connectionId: string; spent?: number },
): Promise<ConnectionAccess> {
  const { web } = context
  for (let waited = 0; waited <= WAIT_LIMIT_MS; waited += WAIT_STEP_MS) {
    const access = await readAccess(context, connectionId)
    if (!access.tokens) return access

    const { isDue, isAlive } = ageOf(access.tokens, web.now())
    const isRefused = spent === access.version
    if (!isDue && !isRefused) return access
    const isUsable = isAlive && !isRefused

    const lease = await takeLease(context, connectionId, access.version)
    if (lease) {
      const renewed = await renew(context, { connectionId, access, lease, isUsable })
      if (renewed) return renewed
    } else if (isUsable) return access
    await web.sleep(WAIT_STEP_MS)
  }
  throw new Problem('timed_out')
}

/** Marks a connection whose tokens its server no longer takes. */
export async function requireSignIn(
  context: LinkingContext,
  { connectionId, version }: { connectionId: string; version: number },
): Promise<void> {
  const lease = await takeLease(context, connectionId, version)
  if (lease) await endLease(context, { connectionId, lease, needsSignIn: true })
}

async function readAccess(
  context: LinkingContext,
  connectionId: string,
): Promise<ConnectionAccess> {
  const { viewer } = await context.graph.query(ConnectionAccessDocument, { id: connectionId })
  const connection = viewer?.connection
  if (!connection) throw new Problem('connection_not_found')
  if (connection.status === 'revoked') throw new Problem('connection_ended')
  if (connection.status === 'needs_sign_in') throw new Problem('needs_sign_in')

  const { server, scopesGranted, tokenSet, tokenVersion: version } = connection
  if (!server.url) throw new Problem('server_not_linkable')
  const access = { server: { ...server, url: server.url }, scopesGranted, version }
  if (tokenSet === null) return { ...access, tokens: undefined }

  const tokens = await openTokens(context, server.id, tokenSet)
  if (!tokens || !isFor(server.url, tokens.tokens.resource)) {
    await requireSignIn(context, { connectionId, version })
    throw new Problem('needs_sign_in')
  }
  return { ...access, tokens }
}

/** A server that has moved since it was linked does not get the tokens of the old place (RFC 8707 §2). */
function isFor(url: string, resource: string): boolean {
  const [server, granted] = [new URL(url), URL.parse(resource)]
  if (server.origin !== granted?.origin) return false
  const folder = granted.pathname.replace(/\/?$/, '/')
  return `${server.pathname}/`.startsWith(folder)
}

async function takeLease(
  { graph }: LinkingContext,
  connectionId: string,
  tokenVersion: number,
): Promise<string | undefined> {
  const { leaseConnectionRefresh } = await graph.mutate(LeaseConnectionRefreshDocument, {
    connectionId,
    tokenVersion,
  })
  if (leaseConnectionRefresh.__typename === 'Refusal') return undefined
  return leaseConnectionRefresh.lease ?? undefined
}

async function renew(
  context: LinkingContext,
  lost: { connectionId: string; access: ConnectionAccess; lease: string; isUsable: boolean },
): Promise<ConnectionAccess | undefined> {
  const { web, graph } = context
  const { connectionId, access, lease, isUsable } = lost
  const { tokens } = access
  if (!tokens) return access
  try {
    const signal = AbortSignal.timeout(REFRESH_DEADLINE_MS)
    const renewed = await refreshTokens({
      tokens: tokens.tokens,
      fetch: web.strangersFetch,
      signal,
      now: web.now,
    })
    const { renewConnection } = await graph.mutate(RenewConnectionDocument, {
      input: {
        connectionId,
        lease,
        tokenSet: await sealTokens(context, access.server.id, renewed),
        scopes: renewed.scopes,
        expiresAt: renewed.expiresAt ? new Date(renewed.expiresAt).toISOString() : null,
      },
    })
    if (renewConnection.__typename === 'Refusal') return undefined
    const { tokenVersion: version } = renewConnection.connection
    return {
      ...access,
      scopesGranted: renewed.scopes,
      tokens: { tokens: renewed, issuedAt: web.now() },
      version,
    }
  } catch (error) {
    logProblem(web.log, 'Cannot renew the tokens of a connection', error)
    const isUnspent = !tokens.tokens.refreshToken ? isUsable : isSurelyUnspent(error)
    await endLease(context, { connectionId, lease, needsSignIn: !isUnspent })
    if (!isUnspent) throw new Problem('needs_sign_in', { cause: error })
    if (isUsable) return access
    throw error instanceof McpClientError
      ? error
      : new Problem('server_unreachable', { cause: error })
  }
}

async function endLease(
  { graph }: LinkingContext,
  lease: { connectionId: string; lease: string; needsSignIn: boolean },
): Promise<void> {
  await graph.mutate(EndConnectionRefreshDocument, lease)
}
