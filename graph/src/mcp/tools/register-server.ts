import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { getServer } from '../../registry/get-server.ts'
import { publishServer } from '../../registry/publish-server.ts'
import { publishServerSchema } from '../../registry/server.ts'
import { briefServerSchema } from '../../registry/server-record.ts'
import { runVerb, type McpEnv } from '../run-verb.ts'

export const registerServerTool = defineTool({
  name: 'register_server',
  title: 'Register a server',
  description:
    "Publishes an MCP server, or a further version of it, in the user's name. Ask the user before you call it: what is public can be read by everyone.",
  translations: {
    ja: {
      title: 'サーバーを登録',
      description: '利用者の名前で MCP サーバー(または新しい版)を公開します。',
    },
  },
  scopes: ['servers:write'],
  input: publishServerSchema,
  output: z.object({
    created: z.boolean().describe('false: this version stood already'),
    server: briefServerSchema,
  }),
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: true,
  },
  run: (manifest, context: ToolContext<McpEnv>) =>
    runVerb(context, async (graph) => {
      const { serverId, created } = await publishServer(graph, manifest)
      return { created, server: await getServer(graph, serverId) }
    }),
})
