import { createMcpHandler } from 'mcp-handler'
import { answer, info, schemas } from './sum.mjs'

export default createMcpHandler((server) => void server.registerTool('sum', schemas, answer), {
  serverInfo: info,
})
