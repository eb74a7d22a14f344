import { McpClientError, openSession, type Session } from '@toolgraph/mcp-client'
import type { SafeFetch } from '@toolgraph/safe-fetch'

import { Problem } from '../problem.ts'
import { type ConnectionAccess, getConnectionAccess, requireSignIn } from './connection-access.ts'
import type { LinkingContext } from './linking.ts'

/** Which connection to speak over, and how. */
export interface ConnectionUse {
  connectionId: string
  signal: AbortSignal
  /** Whether the person can be asked in the middle of a call (default: false). */
  canAsk?: boolean
  /** Default: the one for short exchanges. */
  fetch?: SafeFetch
}

/**
 * Opens a session with a linked server and uses it. When the server refuses the token, it is renewed and
 * the use is tried once more: nothing has run, as a server refuses before it acts.
 *
 * @param use May throw `ERR_SIGN_IN_NEEDED` to say that the token was refused
 */
export async function withConnection<value>(
  context: LinkingContext,
  options: ConnectionUse,
  use: (session: Session, access: ConnectionAccess) => Promise<value>,
): Promise<value> {
  const { connectionId } = options
  const access = await getConnectionAccess(context, { connectionId })
  try {
    return await useSession(context, { access, options, use })
  } catch (error) {
    if (!isTokenRefused(error)) throw error
    if (!access.tokens) throw new Problem('needs_sign_in', { cause: error })
  }

  const { version: spent } = access
  const renewed = await getConnectionAccess(context, { connectionId, spent })
  try {
    return await useSession(context, { access: renewed, options, use })
  } catch (error) {
    if (!isTokenRefused(error)) throw error
    await requireSignIn(context, { connectionId, version: renewed.version })
    throw new Problem('needs_sign_in', { cause: error })
  }
}

async function useSession<value>(
  { web }: LinkingContext,
  {
    access,
    options,
    use,
  }: {
    access: ConnectionAccess
    options: ConnectionUse
    use: (session: Session, access: ConnectionAccess) => Promise<value>
  },
): Promise<value> {
  const accessToken = access.tokens?.tokens.accessToken
  const session = await openSession({
    url: access.server.url,
    fetch: options.fetch ?? web.strangersFetch,
    signal: options.signal,
    canAsk: options.canAsk ?? false,
    ...(accessToken !== undefined && { accessToken }),
  })
  try {
    return await use(session, access)
  } finally {
    await session.close().catch(() => {})
  }
}

function isTokenRefused(error: unknown): boolean {
  return error instanceof McpClientError && error.code === 'ERR_SIGN_IN_NEEDED'
}
