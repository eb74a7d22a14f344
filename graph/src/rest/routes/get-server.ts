import { getServer } from '../../registry/get-server.ts'
import { serverRecordSchema } from '../../registry/server-record.ts'
import { movedTo } from '../moved-to.ts'
import { defineRoute } from '../route.ts'

export const getServerRoute = defineRoute({
  method: 'get',
  path: '/registry/servers/{id}',
  operationId: 'getServer',
  summary: 'A server with its authorization metadata, scopes and tools.',
  params: { id: 'Its id, or its registry name (URL-encoded)' },
  answers: {
    200: { description: 'The server', schema: serverRecordSchema },
    301: { description: 'It was renamed: `location` says where it is' },
  },
  answer: async ({ context, params: { id = '' } }) => {
    const body = await getServer(context, id)
    return { status: 200, body, ...movedTo(`/registry/servers/`, { asked: id, found: body }) }
  },
})
