import { error } from '@sveltejs/kit'

import { checkBrowserOperation } from '#lib/server/graph/check-browser-operation.ts'
import { graphHeaders } from '#lib/server/graph/graph-client.ts'
import { isSameOrigin } from '#lib/server/security-headers.ts'
import type { RequestHandler } from './$types'

const MAX_BYTES = 64 * 1024

/**
 * The graph for our own pages: questions and subscriptions (SSE), asked as the person of this session.
 * What changes something goes through the pages' actions.
 */
export const POST: RequestHandler = async ({ request, locals }) => {
  const { web, session } = locals
  if (!isSameOrigin(request, web.url)) error(403, 'Only for the pages of this site')
  if (!request.headers.get('content-type')?.startsWith('application/json')) error(415, 'Not JSON')
  const body = await request.text()
  if (body.length > MAX_BYTES) error(413, 'Too large')
  const operation = checkBrowserOperation(body)
  if (!operation.ok) error(400, `Not an operation for pages: ${operation.failure}`)

  const answer = await web
    .fetch(`${web.graphUrl}/graphql`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        accept: request.headers.get('accept') ?? 'application/json',
        ...graphHeaders(session?.accessToken),
      },
      signal: request.signal,
    })
    .catch((cause: unknown) => {
      if (!request.signal.aborted) web.log.warn('Cannot reach the graph', { error: cause })
      error(503, { message: 'graph_unreachable', problem: 'graph_unreachable' })
    })
  return new Response(answer.body, {
    status: answer.status,
    headers: {
      'content-type': answer.headers.get('content-type') ?? 'application/json',
      'cache-control': 'no-store',
    },
  })
}
