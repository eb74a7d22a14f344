import type { GraphContext } from '../context.ts'
import { isShallow, toStorable } from '../registry/to-storable.ts'
import { ApiError } from './problem.ts'

/** A request to the registry API, with what its operations need. */
export interface ApiRequest {
  readonly context: GraphContext
  readonly request: Request
  readonly query: URLSearchParams
}

/** Answers with JSON text that is ready. */
export function jsonResponse(json: string, status = 200): Response {
  return new Response(json, {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  })
}

/**
 * Reads the JSON of a body.
 *
 * @throws ApiError
 */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type))
    throw new ApiError({
      status: 415,
      code: 'ERR_MEDIA_TYPE_UNSUPPORTED',
      detail: 'Cannot read the body: send it as "application/json"',
    })
  const value = parseJson(await request.text())
  if (value !== undefined && isShallow(value)) return toStorable(value)
  throw new ApiError({
    status: 400,
    code: 'ERR_BODY_INVALID',
    detail: 'Cannot read the body: it is not JSON, or nested too deep',
  })
}

/** Reads JSON; `undefined` where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
