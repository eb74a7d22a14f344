import { getServer } from '../../registry/get-server.ts'
import { serverRecordSchema } from '../../registry/server-record.ts'
import { defineRoute } from '../route.ts'

export const getServerRoute = defineRoute({
  method: 'get',
  path: '/registry/servers/{id}',
  operationId: 'getServer',
  summary: 'A server with its authorization metadata, scopes and tools.',
  params: { id: 'Its id, or its registry name (URL-encoded)' },
  answers: { 200: { description: 'The server', schema: serverRecordSchema } },
  answer: async ({ context, params }) => ({
    status: 200,
    body: await getServer(context, params['id'] ?? ''),
  }),
})
