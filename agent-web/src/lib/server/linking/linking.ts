import type { Graph } from '../graph/graph-client.ts'
import type { Web } from '../web.ts'

/** One person at work on their connections. */
export interface LinkingContext {
  web: Web
  graph: Graph
  /** The issuer's name of the person. */
  subject: string
}

/** What a connection's token set is sealed with: it opens for this person and this server only. */
export function connectionIdentity(subject: string, serverId: string): string {
  return `${subject}|${serverId}`
}

/** Who we say we are to the issuers of linked servers. */
export function clientDescription(webUrl: string): { client_name: string; client_uri: string } {
  return { client_name: 'Toolgraph', client_uri: webUrl }
}

/** Where a linked server's issuer sends the person back to. */
export function redirectUriOf(webUrl: string): string {
  return `${webUrl}/oauth/callback`
}

/** Where our Client ID Metadata Document stands. */
export function clientMetadataUrlOf(webUrl: string): string {
  return `${webUrl}/oauth/client.json`
}
