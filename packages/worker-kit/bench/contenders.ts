import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { McpServer as McpServerV1 } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { Hono } from 'hono'
import * as z from 'zod'
import { createMcpWorker } from '../src/index.ts'

/** One way to answer a call of `sum`. */
export interface Contender {
  name: string
  /** Whether it is a framework that the bench has to install first. */
  isPeer?: boolean
  /** What serves it, where it serves itself. */
  entry?: URL
  /** The protocol that it is called with. */
  era: 'modern' | 'legacy'
  /** Whether its calls carry a token. */
  hasToken?: boolean
  /**
   * Makes what answers.
   *
   * @param url Its own address
   * @param issuer Whose tokens it takes
   */
  create(url: string, issuer: string): Handler | Promise<Handler>
}

type Handler = (request: Request) => Response | Promise<Response>

const input = z.object({ a: z.number(), b: z.number() })
const output = z.object({ sum: z.number() })
const info = { name: 'bench', version: '1.0.0' }
const callSchema = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number()]),
  params: z.object({ name: z.literal('sum'), arguments: input }),
})

/** All contenders by their keys, in the order of the table; the ratios are those to `hono`. */
export const contenders: Readonly<Record<string, Contender>> = {
  kit: { name: 'the kit', era: 'modern', create: (url) => createKit(url) },
  kitWithToken: {
    name: 'the kit, with a verified token',
    era: 'modern',
    hasToken: true,
    create: (url, issuer) => createKit(url, { issuer }),
  },
  kitWith500Tools: {
    name: 'the kit, with 500 tools',
    era: 'modern',
    create: (url) => createKit(url, { tools: 500 }),
  },
  kitLegacy: {
    name: 'the kit, called with 2025-11-25',
    era: 'legacy',
    create: (url) => createKit(url),
  },
  hono: { name: 'raw Hono, a JSON-RPC echo', era: 'modern', create: () => createHono() },
  honoWithZod: {
    name: 'raw Hono, with zod',
    era: 'modern',
    create: () => createHono((body) => callSchema.parse(body)),
  },
  sdkV2: {
    name: '`@modelcontextprotocol/server` 2.4, bare',
    era: 'modern',
    create() {
      const handler = createMcpHandler(() => {
        const server = new McpServer(info)
        server.registerTool('sum', { inputSchema: input, outputSchema: output }, answer)
        return server
      })
      return (request) => handler.fetch(request)
    },
  },
  sdkV1: {
    name: '`@modelcontextprotocol/sdk` 1.32, bare',
    era: 'legacy',
    create: () => async (request) => {
      const server = new McpServerV1(info)
      const schemas = { inputSchema: input.shape, outputSchema: output.shape }
      server.registerTool('sum', schemas, answer)
      const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
      // v1's own types do not fit exactOptionalPropertyTypes.
      await server.connect(transport as Transport)
      return transport.handleRequest(request)
    },
  },
  mcpHandler: {
    name: '`mcp-handler` 2.4',
    era: 'modern',
    isPeer: true,
    create: () => importPeer('mcp-handler'),
  },
  honoMcp: {
    name: '`@hono/mcp` 0.3',
    era: 'legacy',
    isPeer: true,
    create: () => importPeer('hono-mcp'),
  },
  fastmcp: {
    name: '`fastmcp` 4.20',
    era: 'legacy',
    isPeer: true,
    entry: peer('fastmcp'),
    create: () => importPeer('fastmcp'),
  },
}

/** Not TypeScript, and not known to it: what they need is installed by the bench alone. */
function peer(name: string): URL {
  return new URL(`peers/${name}.mjs`, import.meta.url)
}

async function importPeer(name: string): Promise<Handler> {
  const { default: handler } = await import(peer(name).href)
  return handler
}

const answer = ({ a, b }: z.output<typeof input>) => toResult({ sum: a + b })

function toResult(data: { sum: number }) {
  return {
    content: [{ type: 'text' as const, text: JSON.stringify(data) }],
    structuredContent: data,
  }
}

function createKit(url: string, { issuer = '', tools = 1 } = {}): Handler {
  const worker = createMcpWorker({
    name: 'bench/kit',
    version: '1.0.0',
    description: 'Adds',
    url,
    ...(issuer === '' ? {} : { issuer, scopes: { 'sum:read': 'Add' } }),
  })
  const scopes = issuer === '' ? [] : ['sum:read']
  const options = { output, scopes, annotations: { readOnlyHint: true } } as const
  worker.mcpTool('sum', input, ({ a, b }) => ({ sum: a + b }), options)
  for (let count = 1; count < tools; count += 1) {
    worker.mcpTool(`sum_${count}`, input, ({ a, b }) => ({ sum: a + b }), options)
  }
  return (request) => worker.fetch(request, {})
}

function createHono(check: (body: unknown) => unknown = () => {}): Handler {
  const app = new Hono()
  app.post('/mcp', async (context) => {
    const body = await context.req.json()
    check(body)
    const { a, b } = body.params.arguments
    return context.json({ jsonrpc: '2.0', id: body.id, result: toResult({ sum: a + b }) })
  })
  return (request) => app.fetch(request)
}
