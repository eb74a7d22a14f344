import { graphHeaders } from '#lib/server/graph/graph-client.ts'
import type { RequestHandler } from './$types'

const DEADLINE_MS = 10_000
/** What the graph says of a picture, and what it may do when it is opened by itself. */
const PASSED_ON = ['content-type', 'etag', 'content-security-policy']

/**
 * The picture of a server as the graph has checked it, for the person of this session: no stranger learns who looks.
 * It stands on a light ground in both themes.
 */
export const GET: RequestHandler = async ({ params, request, locals }) => {
  const { web, session } = locals
  const name = encodeURIComponent(`${params.namespace}/${params.name}`)
  const known = request.headers.get('if-none-match')
  const answer = await web
    .fetch(`${web.graphUrl}/registry/servers/${name}/icon?theme=light`, {
      headers: { ...graphHeaders(session?.accessToken), ...(known && { 'if-none-match': known }) },
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(DEADLINE_MS)]),
    })
    .catch(() => undefined)
  if (!answer || ![200, 304].includes(answer.status)) return nothing(answer)

  const headers = new Headers({ 'cache-control': cacheControl(answer) })
  for (const header of PASSED_ON) headers.set(header, answer.headers.get(header) ?? '')
  return new Response(answer.body, { status: answer.status, headers })
}

/** The page shows the server's letter instead; whether one comes is asked again soon. */
function nothing(answer: Response | undefined): Response {
  void answer?.body?.cancel().catch(() => {})
  return new Response(null, { status: 404, headers: { 'cache-control': 'private, max-age=10' } })
}

/** What the graph allows, in this browser only: somebody else may see more or less. */
function cacheControl({ headers }: Response): string {
  return (headers.get('cache-control') ?? 'no-store').replace('public', 'private')
}
