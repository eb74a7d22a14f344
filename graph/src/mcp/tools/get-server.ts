import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { getServer } from '../../registry/get-server.ts'
import { serverRecordSchema } from '../../registry/server-record.ts'
import { runVerb, type McpEnv } from '../run-verb.ts'

export const getServerTool = defineTool({
  name: 'get_server',
  title: 'Get a server',
  description:
    'Shows all that the registry knows of one server: endpoint, sign-in, scopes with reasons, health, and every tool with its arguments.',
  translations: {
    ja: { title: 'サーバーの詳細', description: 'サーバーの詳細とツールの一覧を表示します。' },
  },
  input: z.object({ server: z.string().min(1).max(300).describe('Registry name, or id') }),
  output: serverRecordSchema,
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: ({ server }, context: ToolContext<McpEnv>) =>
    runVerb(context, (graph) => getServer(graph, server)),
})
