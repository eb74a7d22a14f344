import {
  acceptedContent,
  createMcpHandler,
  inputRequired,
  McpServer,
} from '@modelcontextprotocol/server'
import { McpServer as OlderServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import * as z from 'zod'
import type { FakeServer } from './fake-network.ts'

/** Says when the server's slow tool began, and when it was told to stop. */
export interface FakeServerHooks {
  onStarted?: () => void
  onAborted?: () => void
}

/** A server of both protocol eras, made with the official SDK v2. */
export function fakeMcpServer(hooks: FakeServerHooks = {}): FakeServer {
  const handler = createMcpHandler(() => createServer(hooks))
  return (request) => handler.fetch(request)
}

/** A server of 2025-11-25, made with the official SDK v1. */
export function fakeOlderServer(): FakeServer {
  return async (request) => {
    const server = new OlderServer({ name: 'older', version: '1.0.0' })
    server.registerTool('add', { inputSchema: { a: z.number(), b: z.number() } }, ({ a, b }) => ({
      content: [{ type: 'text', text: String(a + b) }],
    }))
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
    await server.connect(transport)
    return transport.handleRequest(request)
  }
}

function createServer({ onStarted, onAborted }: FakeServerHooks): McpServer {
  const server = new McpServer({ name: 'fake', version: '1.0.0' })
  const numbers = z.object({ a: z.number(), b: z.number() })

  server.registerTool(
    'add',
    { description: 'Adds.', inputSchema: numbers, outputSchema: z.object({ sum: z.number() }) },
    ({ a, b }) => ({
      content: [{ type: 'text', text: String(a + b) }],
      structuredContent: { sum: a + b },
    }),
  )
  server.registerTool('refuse', { inputSchema: z.object({}) }, () => ({
    isError: true,
    content: [{ type: 'text', text: 'No room is free.' }],
  }))
  server.registerTool('wait', { inputSchema: z.object({}) }, async (_args, context) => {
    const { signal } = context.mcpReq
    const aborted = new Promise((resolve) =>
      signal.addEventListener('abort', resolve, { once: true }),
    )
    onStarted?.()
    await aborted
    onAborted?.()
    return { content: [] }
  })
  server.registerTool('count', { inputSchema: z.object({}) }, async (_args, context) => {
    const { progressToken } = context.mcpReq._meta ?? {}
    for (const progress of [1, 2]) {
      if (progressToken === undefined) break
      const params = { progressToken, progress, total: 2 }
      await context.mcpReq.notify({ method: 'notifications/progress', params })
    }
    return { content: [{ type: 'text', text: 'done' }] }
  })
  server.registerTool('book', { inputSchema: z.object({}) }, (_args, context) => {
    const answer = acceptedContent(context.mcpReq.inputResponses, 'nights')
    if (answer) return { content: [{ type: 'text', text: `booked for ${answer['nights']}` }] }
    const requestedSchema = {
      type: 'object' as const,
      properties: { nights: { type: 'integer' as const } },
      required: ['nights'],
    }
    const nights = inputRequired.elicit({ message: 'How many nights?', requestedSchema })
    return inputRequired({ inputRequests: { nights } })
  })
  return server
}
