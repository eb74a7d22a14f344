import { lookup } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, fetch as undiciFetch, type RequestInit as UndiciRequestInit } from 'undici'
import type { HopFetch } from './create-safe-fetch.ts'
import { addressForbidden } from './errors.ts'
import { isPublicAddress } from './is-public-address.ts'

/** Turns a name into all its addresses, as `dns.lookup` with `all` does. */
export type Resolve = (
  hostname: string,
  options: { all: true },
  answer: (error: Error | null, addresses: LookupAddress[]) => void,
) => void

/** How `createNodeFetch()` resolves and connects. */
export interface NodeFetchOptions {
  /** Resolves names (default: `dns.lookup`, the operating system's way). */
  resolve?: Resolve
  /** For opening one connection (default: 5 s). */
  connectTimeoutMs?: number
}

/**
 * Makes the way out for Node: a `fetch` whose connections are opened only to public addresses, checked
 * between resolving the name and connecting, so that no second answer of the DNS can slip in between.
 *
 * To be given as `fetch` to `createSafeFetch()`, which says which hops are trusted; called directly it
 * trusts none. A literal address is not resolved, hence not checked here: `createSafeFetch()` does that.
 */
export function createNodeFetch(options: NodeFetchOptions = {}): HopFetch {
  const { resolve = lookup, connectTimeoutMs = 5_000 } = options
  const limits = { connections: 32, maxHeaderSize: 32 * 1024, bodyTimeout: 0, headersTimeout: 0 }
  const open = (check: boolean) =>
    new Agent({
      ...limits,
      connect: { timeout: connectTimeoutMs, lookup: checkingLookup(resolve, check) },
    })
  const checked = open(true)
  const unchecked = open(false)

  return async function nodeFetch(url, init, hop) {
    const dispatcher = hop?.isTrusted ? unchecked : checked
    const answer = await undiciFetch(url, { ...toUndici(init), dispatcher })
    const { status, statusText } = answer
    // undici's classes are not this realm's: what the platform's own `instanceof` knows is made anew.
    const headers = new Headers([...answer.headers])
    return new Response(toPlatformStream(answer.body), { status, statusText, headers })
  }
}

function checkingLookup(resolve: Resolve, check: boolean): LookupFunction {
  return (hostname, options, answer) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      const first = addresses?.[0]
      const isForbidden = check && !addresses?.every(({ address }) => isPublicAddress(address))
      if (error) answer(error, '')
      else if (!first || isForbidden) answer(notPublic(hostname), '')
      else if (options.all) answer(null, addresses)
      else answer(null, first.address, first.family)
    })
  }
}

function notPublic(hostname: string): Error {
  return addressForbidden(hostname, 'it does not resolve to a public address')
}

/** The same call in undici's types, which differ from the platform's in name only. */
function toUndici(init: RequestInit): UndiciRequestInit {
  return { ...init, headers: [...new Headers(init.headers)] } as UndiciRequestInit
}

function toPlatformStream(body: unknown): ReadableStream<Uint8Array<ArrayBuffer>> | null {
  return body instanceof ReadableStream ? body : null
}
