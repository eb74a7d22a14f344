import type { Manifest, Registration } from '@toolgraph/worker'
import type { ServerSettings } from './server-environment.ts'

/** How a server publishes itself at the graph, with its own account at the issuer. */
export function toRegistration(
  clientId: string,
  manifest: Manifest,
  { GRAPH_URL, ISSUER_URL, CLIENT_SECRET }: ServerSettings,
): Omit<Registration, 'signal' | 'log'> {
  return {
    manifest,
    graphUrl: GRAPH_URL,
    issuer: ISSUER_URL,
    clientId,
    clientSecret: CLIENT_SECRET,
    // The graph has one resource for all its faces.
    resource: `${GRAPH_URL}/mcp`,
    scope: 'servers:write',
  }
}
