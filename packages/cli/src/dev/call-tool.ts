import * as z from 'zod'

/** A call of a tool, with all that was said. */
export interface InspectedCall {
  request: { headers: Record<string, string>; body: unknown }
  response: { status: number; headers: Record<string, string>; body: string }
  milliseconds: number
}

interface Wish {
  url: string
  tool: string
  args: unknown
  token: string | undefined
  fetch: typeof fetch
  now: () => number
}

const VERSION = '2026-07-28'
const DEADLINE_MS = 120_000

/** Headers of an answer that say something about MCP or OAuth. */
const TELLING = ['content-type', 'www-authenticate', 'mcp-session-id', 'retry-after']

const arguments_ = z.record(z.string(), z.unknown())

/** Calls a tool as a client of today's protocol does, and keeps the raw messages. */
export async function callTool({
  url,
  tool,
  args,
  token,
  fetch,
  now,
}: Wish): Promise<InspectedCall> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': VERSION,
    'mcp-method': 'tools/call',
    'mcp-name': tool,
  }
  const body = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: tool, arguments: arguments_.parse(args), _meta: ENVELOPE },
  }
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const start = now()
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, ...authorization },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(DEADLINE_MS),
  })
  const text = await response.text()
  const told = TELLING.flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return {
    request: {
      headers: token === undefined ? headers : { ...headers, authorization: 'Bearer …' },
      body,
    },
    response: { status: response.status, headers: Object.fromEntries(told), body: text },
    milliseconds: now() - start,
  }
}

/** What every request of 2026-07-28 says of its client. */
const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientInfo': { name: 'toolgraph-inspector', version: '0.1.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
}
