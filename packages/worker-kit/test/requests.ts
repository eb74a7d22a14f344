/** Envelope of a 2026-07-28 request. */
const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
}

interface RequestOptions {
  url?: string
  token?: string | undefined
  id?: number | string
  headers?: Record<string, string>
}

/** What a method takes; the name or the address of what is called stands in a header too. */
type Params = Readonly<Record<string, unknown>> & { name?: string; uri?: string }

/** A request of 2026-07-28, as it goes over the wire. */
export function modernRequest(method: string, params: Params, options?: RequestOptions): Request {
  const called = params.name ?? params.uri
  const headers = {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...(called === undefined ? {} : { 'mcp-name': called }),
  }
  return toRequest(method, { ...params, _meta: envelope }, headers, options)
}

/** A request of 2025-11-25, without a session. */
export function legacyRequest(method: string, params: Params, options?: RequestOptions): Request {
  return toRequest(method, params, { 'mcp-protocol-version': '2025-11-25' }, options)
}

/** A `tools/call` of 2026-07-28. */
export function callRequest(name: string, args: unknown, options?: RequestOptions): Request {
  return modernRequest('tools/call', { name, arguments: args }, options)
}

/** A `tools/call` of 2025-11-25. */
export function legacyCallRequest(name: string, args: unknown, options?: RequestOptions): Request {
  return legacyRequest('tools/call', { name, arguments: args }, options)
}

function toRequest(
  method: string,
  params: Params,
  usual: Record<string, string>,
  { url = 'https://rooms.test/mcp', token, id = 1, headers = {} }: RequestOptions = {},
): Request {
  return new Request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...usual,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
  })
}

/** The JSON-RPC message of an answer, whether it came as JSON or as an event stream. */
export async function readMessage(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text()
  if (!response.headers.get('content-type')?.includes('text/event-stream')) return JSON.parse(text)
  const data = text.split('\n').findLast((line) => line.startsWith('data: ') && line.length > 6)
  return JSON.parse(data?.slice(6) ?? 'null')
}
