import { getServer } from '../../registry/get-server.ts'
import { publishServer } from '../../registry/publish-server.ts'
import { publishServerSchema } from '../../registry/server.ts'
import { serverRecordSchema } from '../../registry/server-record.ts'
import { defineRoute } from '../route.ts'

export const publishServerRoute = defineRoute({
  method: 'post',
  path: '/registry/servers',
  operationId: 'publishServer',
  summary: 'Publish a server, or a further version of it. The same again changes nothing.',
  scope: 'servers:write',
  body: publishServerSchema,
  answers: {
    201: { description: 'A new server or version', schema: serverRecordSchema },
    200: { description: 'This version stood already', schema: serverRecordSchema },
  },
  answer: async ({ context, body }) => {
    const { serverId, created } = await publishServer(context, body)
    return {
      status: created ? 201 : 200,
      body: await getServer(context, serverId),
      headers: { location: `/registry/servers/${serverId}` },
    }
  },
})
