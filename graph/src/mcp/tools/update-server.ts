import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { getServer } from '../../registry/get-server.ts'
import { updateServerSchema } from '../../registry/server.ts'
import { briefServerSchema } from '../../registry/server-record.ts'
import { updateServer } from '../../registry/update-server.ts'
import { runVerb, type McpEnv } from '../run-verb.ts'

export const updateServerTool = defineTool({
  name: 'update_server',
  title: 'Update a server',
  description:
    "Changes what the registry says of a server of the user's: title, description, tags, categories, addresses, visibility. What is left out stays. Ask the user before you call it.",
  translations: {
    ja: {
      title: 'サーバー情報を更新',
      description: '利用者のサーバーの登録内容(名前や説明、タグなど)を変更します。',
    },
  },
  scopes: ['servers:write'],
  input: updateServerSchema.extend({
    server: z.string().min(1).max(300).describe('Registry name, or id'),
  }),
  output: z.object({ server: briefServerSchema }),
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: ({ server, ...input }, context: ToolContext<McpEnv>) =>
    runVerb(context, async (graph) => {
      const { id: serverId } = await getServer(graph, server)
      await updateServer(graph, { serverId, input })
      return { server: await getServer(graph, serverId) }
    }),
})
