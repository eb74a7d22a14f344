import * as z from 'zod'
import {
  introspectSchema,
  introspectServer,
  metadataFactsSchema,
  tokenFactsSchema,
} from '../../registry/introspect-server.ts'
import { defineRoute } from '../route.ts'

export const introspectRoute = defineRoute({
  method: 'post',
  path: '/introspect',
  operationId: 'introspect',
  summary:
    "With a token: what it allows at your own server (RFC 7662). Without: whether a server's metadata is consistent.",
  scope: 'servers:write',
  body: introspectSchema,
  answers: {
    200: {
      description: 'What is known of the token, or of the metadata',
      schema: z.union([tokenFactsSchema, metadataFactsSchema]),
    },
  },
  answer: async ({ context, body }) => ({
    status: 200,
    body: await introspectServer(context, body),
  }),
})
