import { createMcpWorker } from '@toolgraph/worker'
import { Hono } from 'hono'
import * as z from 'zod'

export default createMcpWorker({
  name: 'bench/kit',
  version: '1.0.0',
  description: 'Adds',
  url: 'http://127.0.0.1/mcp',
})
  .mcpTool('sum', z.object({ a: z.number(), b: z.number() }), ({ a, b }) => ({ sum: a + b }), {
    output: z.object({ sum: z.number() }),
    annotations: { readOnlyHint: true },
  })
  .routes(new Hono().get('/', (context) => context.text('Adds')))
