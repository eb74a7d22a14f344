import * as z from 'zod'
import { createMcpWorker } from '../../src/index.ts'

let checks = 0

export const worker = createMcpWorker({
  env: z.object({
    PUBLIC_URL: z.url().refine(() => (checks += 1)),
    API_KEY: z.string().min(16),
    RETRIES: z.coerce.number().default(2),
  }),
  name: 'test.rooms/environment',
  version: '1.0.0',
  description: 'Reads its environment',
  url: (env) => `${env.PUBLIC_URL}/mcp`,
  allowedHosts: ['127.0.0.1'],
}).mcpTool(
  'read',
  z.object({}),
  (_args, { env }) => ({ names: Object.keys(env), retries: env.RETRIES, checks }),
  { annotations: { readOnlyHint: true } },
)

export default worker
