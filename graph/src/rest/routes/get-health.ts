import { getHealthRecord, healthRecordSchema } from '../../health-record.ts'
import { movedTo } from '../moved-to.ts'
import { defineRoute } from '../route.ts'

export const getHealthRoute = defineRoute({
  method: 'get',
  path: '/health/{id}',
  operationId: 'getHealth',
  summary: 'The newest health reading of a server.',
  params: { id: 'Its id, or its registry name (URL-encoded)' },
  answers: {
    200: { description: 'The reading', schema: healthRecordSchema },
    301: { description: 'The server was renamed: `location` says where it is' },
  },
  answer: async ({ context, params: { id = '' } }) => {
    const body = await getHealthRecord(context, id)
    const found = { id: body.serverId, name: body.server }
    return { status: 200, body, ...movedTo('/health/', { asked: id, found }) }
  },
})
