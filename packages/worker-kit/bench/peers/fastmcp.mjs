// It serves itself: `fastmcp.mjs`, with PORT.
import process from 'node:process'
import { FastMCP } from 'fastmcp'
import { answer, info, schemas } from './sum.mjs'

const port = Number(process.env.PORT)
const quiet = () => {}
const logger = { debug: quiet, error: console.error, info: quiet, log: quiet, warn: console.error }

const server = new FastMCP({ ...info, logger })
server.addTool({
  name: 'sum',
  parameters: schemas.inputSchema,
  outputSchema: schemas.outputSchema,
  execute: async (args) => answer(args),
})
await server.start({
  transportType: 'httpStream',
  httpStream: { host: '127.0.0.1', port, stateless: true, enableJsonResponse: true },
})
console.log(`fastmcp is ready on ${port}`)
