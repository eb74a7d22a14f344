import * as z from 'zod'
import { proveNamespace, proveNamespaceSchema } from '../../namespaces/prove-namespace.ts'
import { defineRoute } from '../route.ts'

export const proveNamespaceRoute = defineRoute({
  method: 'post',
  path: '/registry/namespaces',
  operationId: 'proveNamespace',
  summary: 'Prove that a namespace is yours, or of an organization that you administer.',
  scope: 'servers:write',
  body: proveNamespaceSchema,
  answers: {
    200: {
      description: 'Whose it is now',
      schema: z.object({ namespace: z.string(), ownerId: z.uuid() }),
    },
  },
  answer: async ({ context, body }) => ({ status: 200, body: await proveNamespace(context, body) }),
})
