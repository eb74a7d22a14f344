import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import * as z from 'zod'

const inputSchema = z.object({ a: z.number(), b: z.number() })
const outputSchema = z.object({ sum: z.number() })

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'bench', version: '1.0.0' })
  server.registerTool('sum', { inputSchema, outputSchema }, ({ a, b }) => ({
    content: [{ type: 'text', text: JSON.stringify({ sum: a + b }) }],
    structuredContent: { sum: a + b },
  }))
  return server
})

export default { fetch: (request: Request) => handler.fetch(request) }
