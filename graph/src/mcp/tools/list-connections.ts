import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { connectionSchema } from '../../connections/connection.ts'
import { listConnections } from '../../connections/list-connections.ts'
import { runVerb, type McpEnv } from '../run-verb.ts'

export const listConnectionsTool = defineTool({
  name: 'list_connections',
  title: 'List connections',
  description: 'Lists the servers that the user has linked, with scopes and state.',
  translations: {
    ja: { title: '接続の一覧', description: '利用者がリンクしたサーバーと状態を一覧します。' },
  },
  scopes: ['connections:read'],
  input: z.object({}),
  output: z.object({ connections: z.array(connectionSchema) }),
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: (_args, context: ToolContext<McpEnv>) =>
    runVerb(context, async (graph) => ({ connections: await listConnections(graph) })),
})
