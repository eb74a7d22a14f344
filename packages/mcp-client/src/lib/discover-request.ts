import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/client'

/** The stateless protocol revision that this client asks for first. */
export const MODERN_VERSION = '2026-07-28'

/** Who we say we are to a server. */
export interface ClientInfo {
  name: string
  version: string
  title?: string
}

/** The name used where a caller gives none. */
export const DEFAULT_CLIENT_INFO: ClientInfo = { name: 'toolgraph', version: '0.1.0' }

/** One `server/discover` POST: the cheapest question that a server of 2026-07-28 must answer. */
export function discoverRequest(
  clientInfo: ClientInfo,
  signal: AbortSignal | undefined,
): RequestInit {
  const meta = {
    [PROTOCOL_VERSION_META_KEY]: MODERN_VERSION,
    [CLIENT_INFO_META_KEY]: clientInfo,
    [CLIENT_CAPABILITIES_META_KEY]: {},
  }
  const message = { jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta: meta } }
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': MODERN_VERSION,
      'mcp-method': 'server/discover',
    },
    body: JSON.stringify(message),
    signal: signal ?? null,
  }
}
