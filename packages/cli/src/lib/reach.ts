import { createSafeFetch, type SafeFetch } from '@toolgraph/safe-fetch'
import type { World } from './world.ts'

/** How a server is reached. */
export interface ReachOptions {
  /** For a whole exchange (default: 20 s). */
  timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 20_000

/**
 * Makes the way to a server that the person named and to those that it names in turn. The named origin may be anywhere;
 * where it is of this machine, others of this machine may follow, as in development the issuer does.
 */
export function createReach(
  named: string,
  { fetch }: Pick<World, 'fetch'>,
  { timeoutMs = DEFAULT_TIMEOUT_MS }: ReachOptions = {},
): SafeFetch {
  const home = new URL(named)
  return (input, init) => {
    const url = URL.parse(input instanceof Request ? input.url : String(input))
    const isNeighbor = url !== null && isLoopback(home) && isLoopback(url)
    const trustedOrigins = isNeighbor ? [home.origin, url.origin] : [home.origin]
    return createSafeFetch({ trustedOrigins, timeoutMs, fetch: (to, how) => fetch(to, how) })(
      input,
      init,
    )
  }
}

/** Whether an address is of this very machine. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$|\.localhost$/.test(hostname)
}
