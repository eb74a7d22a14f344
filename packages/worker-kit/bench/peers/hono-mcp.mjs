import { StreamableHTTPTransport } from '@hono/mcp'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { Hono } from 'hono'
import { answer, info, schemas } from './sum.mjs'

const server = new McpServer(info)
server.registerTool('sum', schemas, answer)
const transport = new StreamableHTTPTransport({ enableJsonResponse: true })

// As its README shows it: one server and one transport for every request.
const app = new Hono().all('/mcp', async (context) => {
  if (!server.isConnected()) await server.connect(transport)
  return transport.handleRequest(context)
})

export default (request) => app.fetch(request)
