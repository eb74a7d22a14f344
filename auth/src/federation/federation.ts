import type { Throttle } from '@toolgraph/throttle'
import type { AuthLog } from '../dependencies.ts'
import type { KeyValueStore } from '../keys/key-value-store.ts'
import { createGithubUpstream } from './github-upstream.ts'
import type { IdentityStore } from './identity-store.ts'
import { createOidcUpstream } from './oidc-upstream.ts'
import type { FederatedProvider } from './provider.ts'
import type { UpstreamContext } from './request-options.ts'
import type { Upstream } from './upstream.ts'

/** What sign-in by other providers needs. */
export interface Federation {
  /** Our own identifier: callbacks stand below it. */
  issuer: string
  /** The providers by id, in the order of the configuration. */
  providers: ReadonlyMap<string, ConnectedProvider>
  identities: IdentityStore
  values: KeyValueStore
  throttle: Throttle
  log: AuthLog
  now: () => number
}

/** A provider, and how we talk with it. */
export interface ConnectedProvider {
  provider: FederatedProvider
  upstream: Upstream
}

/**
 * Makes ready to talk with the configured providers; nobody is called yet.
 *
 * @throws {TypeError} For two providers with one id
 */
export function connectProviders(
  configured: readonly FederatedProvider[],
  context: UpstreamContext,
): ReadonlyMap<string, ConnectedProvider> {
  const connected = new Map(
    configured.map((provider) => [
      provider.id,
      { provider, upstream: createUpstream(provider, context) },
    ]),
  )
  if (connected.size !== configured.length) throw new TypeError('Two providers have one id')
  return connected
}

function createUpstream(provider: FederatedProvider, context: UpstreamContext): Upstream {
  return provider.protocol === 'github'
    ? createGithubUpstream(provider, context)
    : createOidcUpstream(provider, context)
}
