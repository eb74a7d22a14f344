import * as z from 'zod'
import { reportServer, reportServerSchema } from '../../moderation/report-server.ts'
import { defineRoute } from '../route.ts'

export const reportServerRoute = defineRoute({
  method: 'post',
  path: '/registry/reports',
  operationId: 'reportServer',
  summary: 'Report a server to those who operate this registry. Needs sign-in.',
  body: reportServerSchema,
  answers: {
    201: {
      description: 'It is looked at',
      schema: z.object({ serverId: z.uuid(), reportId: z.uuid() }),
    },
  },
  answer: async ({ context, body }) => ({ status: 201, body: await reportServer(context, body) }),
})
