import { McpClientError, refreshTokens, type TokenSet } from '@toolgraph/mcp-client'
import { createReach } from '../lib/reach.ts'
import type { World } from '../lib/world.ts'
import { changeCredentials, readCredentials } from './credentials.ts'

/** A token that ends sooner than this is renewed: it shall not end on its way. */
const LEEWAY_MS = 30_000

/**
 * Finds tokens for a server that are good now; those that have ended are renewed, once, by one of all commands that
 * run at the same time.
 *
 * @returns `undefined` when nobody has signed in, or the sign-in has ended
 * @throws McpClientError When the issuer cannot be asked
 */
export async function findAccess(url: string, world: World): Promise<TokenSet | undefined> {
  const kept = (await readCredentials(world)).signIns[url]
  if (kept === undefined || isFresh(kept, world)) return kept

  let found: TokenSet | undefined
  await changeCredentials(world, async ({ signIns }) => {
    const now = signIns[url]
    // Another command may have renewed it while this one waited for its turn.
    if (now === undefined || isFresh(now, world)) {
      found = now
      return undefined
    }
    found = await renew(url, now, world)
    const { [url]: _ended, ...others } = signIns
    return { signIns: found === undefined ? others : { ...others, [url]: found } }
  })
  return found
}

async function renew(url: string, tokens: TokenSet, world: World): Promise<TokenSet | undefined> {
  try {
    return await refreshTokens({ tokens, fetch: createReach(url, world), now: world.now })
  } catch (error) {
    if (error instanceof McpClientError && ENDED.has(error.code)) return undefined
    throw error
  }
}

const ENDED: ReadonlySet<string> = new Set(['ERR_GRANT_ENDED', 'ERR_CLIENT_UNKNOWN'])

function isFresh({ expiresAt }: TokenSet, { now }: World): boolean {
  return expiresAt === undefined || expiresAt - LEEWAY_MS > now()
}
