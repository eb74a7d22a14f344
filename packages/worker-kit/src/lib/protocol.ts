/** The era whose requests carry all that they need. */
export const MODERN = '2026-07-28'

/** The older versions, newest first: they begin with a handshake, and need no session here. */
export const LEGACY_VERSIONS: readonly string[] = [
  '2025-11-25',
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
  '2024-10-07',
]

/** What `_meta` of a request or a result says, by the names of MCP 2026-07-28. */
export const Meta = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
  relatedTask: 'io.modelcontextprotocol/related-task',
  subscriptionId: 'io.modelcontextprotocol/subscriptionId',
} as const

/** Error codes of JSON-RPC and of MCP. */
export const Code = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  /** Of HTTP alone: what no JSON-RPC code says. */
  transport: -32000,
  headerMismatch: -32020,
  capabilityMissing: -32021,
  unsupportedVersion: -32022,
} as const

/** The id of a request. */
export type Id = string | number

/** A JSON-RPC error on its way to the client: our own words only. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number
  readonly data: Readonly<Record<string, unknown>> | undefined

  constructor(code: number, message: string, data?: Readonly<Record<string, unknown>>) {
    super(message)
    this.code = code
    this.data = data
  }
}

/** A message with a result. */
export function toResultMessage(id: Id, result: object): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result })
}

/** A message with an error. */
export function toErrorMessage(id: Id | null, { code, message, data }: RpcError): string {
  const error = { code, message, ...(data === undefined ? {} : { data }) }
  return JSON.stringify({ jsonrpc: '2.0', id, error })
}
