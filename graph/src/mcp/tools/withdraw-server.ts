import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { getServer } from '../../registry/get-server.ts'
import { withdrawServer } from '../../registry/withdraw-server.ts'
import { runVerb, type McpEnv } from '../run-verb.ts'

export const withdrawServerTool = defineTool({
  name: 'withdraw_server',
  title: 'Withdraw a server',
  description:
    "Takes a server of the user's out of the registry: nobody finds it any more. Its name stays the user's, and publishing it again brings it back. Ask the user before you call it.",
  translations: {
    ja: {
      title: 'サーバーを取り下げ',
      description: '利用者のサーバーをレジストリから取り下げます。再公開すると元に戻ります。',
    },
  },
  scopes: ['servers:write'],
  input: z.object({ server: z.string().min(1).max(300).describe('Registry name, or id') }),
  output: z.object({ name: z.string(), status: z.literal('deleted') }),
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: ({ server }, context: ToolContext<McpEnv>) =>
    runVerb(context, async (graph) => {
      const { id: serverId, name } = await getServer(graph, server)
      await withdrawServer(graph, { serverId })
      return { name, status: 'deleted' as const }
    }),
})
