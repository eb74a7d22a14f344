import { getHealthRecord, healthRecordSchema } from '../../health-record.ts'
import { defineRoute } from '../route.ts'

export const getHealthRoute = defineRoute({
  method: 'get',
  path: '/health/{id}',
  operationId: 'getHealth',
  summary: 'The newest health reading of a server.',
  params: { id: 'Its id, or its registry name (URL-encoded)' },
  answers: { 200: { description: 'The reading', schema: healthRecordSchema } },
  answer: async ({ context, params }) => ({
    status: 200,
    body: await getHealthRecord(context, params['id'] ?? ''),
  }),
})
