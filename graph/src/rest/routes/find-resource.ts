import * as z from 'zod'
import { serverNotFound } from '../../registry/errors.ts'
import { findResource } from '../../registry/find-resource.ts'
import { resourceRecordSchema } from '../../registry/server-record.ts'
import { defineRoute } from '../route.ts'

export const findResourceRoute = defineRoute({
  method: 'get',
  path: '/registry/resources',
  operationId: 'findResource',
  summary:
    'A protected resource as an issuer needs it: its name, its issuer, its scopes with reasons.',
  query: z.strictObject({ uri: z.string().min(1).max(2048).describe('The resource indicator') }),
  answers: { 200: { description: 'The resource', schema: resourceRecordSchema } },
  answer: async ({ context, query: { uri } }) => {
    const resource = await findResource(context, uri)
    if (!resource) throw serverNotFound(uri)
    return { status: 200, body: resource, headers: { 'cache-control': 'public, max-age=60' } }
  },
})
