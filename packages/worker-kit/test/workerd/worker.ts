import { createMcpWorker, getUser, type WorkerContext } from '../../src/index.ts'
import * as z from 'zod'

interface Bindings {
  PUBLIC_URL: string
  ISSUER_URL: string
}

const worker = createMcpWorker<Bindings>({
  name: 'test.rooms/workerd',
  version: '1.0.0',
  description: 'Runs in workerd',
  url: (env) => `${env.PUBLIC_URL}/mcp`,
  issuer: (env) => env.ISSUER_URL,
  scopes: { 'notes:write': 'Write notes' },
})
  .mcpTool('sum', z.object({ a: z.number(), b: z.number() }), ({ a, b }) => ({ sum: a + b }), {
    output: z.object({ sum: z.number() }),
    annotations: { readOnlyHint: true },
  })
  .mcpTool('who_am_i', z.object({}), (_args, context) => getUser(context).subject, {
    scopes: ['notes:write'],
    annotations: { readOnlyHint: true },
  })
  .mcpTool(
    'order_tea',
    z.object({}),
    async (_args, { elicit }) => {
      const answer = await elicit('kind', {
        message: 'Which tea?',
        schema: z.object({ kind: z.string() }),
      })
      return answer.action === 'accept' ? answer.content.kind : 'none'
    },
    { annotations: { readOnlyHint: false, destructiveHint: false } },
  )

export default {
  fetch: (request: Request, env: Bindings, ctx: WorkerContext) => worker.fetch(request, env, ctx),
}
