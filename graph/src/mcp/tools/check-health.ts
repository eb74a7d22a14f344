import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { getHealthRecord, healthRecordSchema } from '../../health-record.ts'
import { runVerb, type McpEnv } from '../run-verb.ts'

export const checkHealthTool = defineTool({
  name: 'check_health',
  title: 'Check health',
  description:
    'Tells how a server answered its last probe. "gated" is healthy: it asks for sign-in. Use it before you recommend a server, or when one does not answer.',
  translations: {
    ja: { title: '稼働状態を確認', description: 'サーバーの最新の稼働状態を表示します。' },
  },
  input: z.object({ server: z.string().min(1).max(300).describe('Registry name, or id') }),
  output: healthRecordSchema,
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: ({ server }, context: ToolContext<McpEnv>) =>
    runVerb(context, (graph) => getHealthRecord(graph, server)),
})
