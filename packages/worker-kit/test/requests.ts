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

/** A `tools/call` of 2026-07-28, as it goes over the wire. */
export function callRequest(
  name: string,
  args: unknown,
  { url = 'https://rooms.test/mcp', token, id = 1, headers = {} }: RequestOptions = {},
): Request {
  const params = { name, arguments: args, _meta: envelope }
  return new Request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': name,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params }),
  })
}

/** A `tools/call` of 2025-11-25, without a session. */
export function legacyCallRequest(
  name: string,
  args: unknown,
  { url = 'https://rooms.test/mcp', token, id = 1, headers = {} }: RequestOptions = {},
): Request {
  return new Request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name, arguments: args },
    }),
  })
}

/** The JSON-RPC message of an answer, whether it came as JSON or as an event stream. */
export async function readMessage(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text()
  if (!response.headers.get('content-type')?.includes('text/event-stream')) return JSON.parse(text)
  const data = text.split('\n').findLast((line) => line.startsWith('data: ') && line.length > 6)
  return JSON.parse(data?.slice(6) ?? 'null')
}
