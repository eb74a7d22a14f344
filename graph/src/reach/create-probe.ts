import { probeServer, type Discovery } from '@toolgraph/mcp-client'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import type { Probe } from '../health/probe.ts'

/** How servers are asked. */
export interface ProbeSettings {
  fetch: SafeFetch
  now: () => Date
  /** For one server (default: 10 s). */
  timeoutMs?: number
}

/** Makes the probe of the health room: asks over MCP, through `fetch`. */
export function createProbe({ fetch, now, timeoutMs }: ProbeSettings): Probe {
  return async (url, { signal, readsMetadata, readsTools }) => {
    const reading = await probeServer({
      url,
      fetch,
      signal,
      readsMetadata,
      readsTools,
      now: () => now().getTime(),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
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
