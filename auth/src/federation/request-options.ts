import type { SafeFetch } from '@toolgraph/safe-fetch'
import * as oauth from 'oauth4webapi'

/** What talking with a provider needs. */
export interface UpstreamContext {
  /** The way to it: it names further addresses itself. */
  safeFetch: SafeFetch
  /** The origins that `safeFetch` trusts. */
  trustedOrigins: readonly string[]
  now: () => number
}

/** How the library that speaks OAuth sends its requests to a provider. */
export function requestOptions(
  { issuer }: { issuer: string },
  { safeFetch }: UpstreamContext,
  signal: AbortSignal,
) {
  return {
    // The library names a body even where there is none.
    [oauth.customFetch]: (url: string, { body, signal, ...init }: AnyOptions) =>
      safeFetch(url, { ...init, ...(body !== undefined && { body }), ...(signal && { signal }) }),
    // Its own check for https yields to that of `safeFetch` where the operator named a plain http provider.
    [oauth.allowInsecureRequests]: issuer.startsWith('http:'),
    signal,
  }
}

type AnyOptions = oauth.CustomFetchOptions<string, URLSearchParams | undefined>
