import * as z from 'zod'
import { getIcon } from '../../icons/get-icon.ts'
import { iconThemeSchema, PICTURE_TYPES } from '../../icons/icon.ts'
import { defineRoute } from '../route.ts'

export const getIconRoute = defineRoute({
  method: 'get',
  path: '/registry/servers/{id}/icon',
  operationId: 'getServerIcon',
  summary: 'The picture of a server, read and checked by the registry.',
  params: { id: 'Its id, or its registry name (URL-encoded)' },
  query: z.object({
    theme: iconThemeSchema.optional().describe('The background that it will stand on'),
  }),
  answers: {
    200: { description: 'The picture', mediaTypes: PICTURE_TYPES },
    304: { description: 'It is what `if-none-match` names' },
  },
  answer: async ({ context, params: { id = '' }, query: { theme } }) => {
    const { type, bytes, digest, isPublic } = await getIcon(context, { reference: id, theme })
    return {
      status: 200,
      body: bytes,
      headers: {
        ...STRANGERS_CONTENT,
        'content-type': type,
        etag: `"${digest}"`,
        'cache-control': isPublic ? A_DAY : 'private, no-store',
      },
    }
  },
})

/** Opened by itself it may draw, and nothing else. */
const STRANGERS_CONTENT = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
}
const A_DAY = 'public, max-age=86400, stale-while-revalidate=604800'
