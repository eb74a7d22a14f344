import { probeServer, type Discovery } from '@toolgraph/mcp-client'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import type { Probe } from '../health/probe.ts'

/** Makes the probe of the health room: asks over MCP, through `fetch`. */
export function createProbe({ fetch, now }: { fetch: SafeFetch; now: () => Date }): Probe {
  return async (url, { signal, readsMetadata, readsTools }) => {
    const reading = await probeServer({
      url,
      fetch,
      signal,
      readsMetadata,
      readsTools,
      now: () => now().getTime(),
    })
    const { era, discovery, ...finding } = reading
    const authorization = discovery && toAuthorization(discovery)
    return { ...finding, protocolEra: era, authorization }
  }
}

function toAuthorization({ issuer, scopesSupported, metadata }: Discovery) {
  return {
    issuer,
    authorizationEndpoint: metadata.authorization_endpoint,
    tokenEndpoint: metadata.token_endpoint,
    jwksUri: metadata.jwks_uri,
    scopes: scopesSupported,
  }
}
