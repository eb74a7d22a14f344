import { HTTP_STATUS, isGraphError } from '../error-code.ts'
import { AccessError } from '../registry/viewer.ts'

/** Codes of what only HTTP can get wrong. */
export type HttpErrorCode =
  | 'ERR_BODY_INVALID'
  | 'ERR_BODY_TOO_LARGE'
  | 'ERR_MEDIA_TYPE_UNSUPPORTED'
  | 'ERR_TOKEN_INVALID'
  | 'ERR_ISSUER_UNAVAILABLE'
  | 'ERR_NOT_FOUND'
  | 'ERR_METHOD_NOT_ALLOWED'

/** A problem document (RFC 9457) with our code. */
export interface Problem {
  status: number
  code: string
  detail: string
  headers?: Record<string, string>
}

/** Writes the challenge of a refused caller. */
export type WriteChallenge = (scopes: readonly string[], error?: 'insufficient_scope') => string

/** Answers with a problem document. */
export function problemResponse({ status, code, detail, headers = {} }: Problem): Response {
  const title = titleOf(status)
  return new Response(JSON.stringify({ type: 'about:blank', title, status, code, detail }), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...headers,
    },
  })
}

/**
 * Turns whatever was thrown into a problem document; of a fault the caller learns an id and nothing else.
 *
 * @param toFault Logs a fault and names it
 */
export function toProblem(
  error: unknown,
  { toFault, challenge }: { toFault: (error: unknown) => string; challenge: WriteChallenge },
): Response {
  if (!isGraphError(error)) {
    const detail = `Something went wrong (${toFault(error)})`
    return problemResponse({ status: 500, code: 'ERR_INTERNAL', detail })
  }
  const { code, message: detail } = error
  const headers = error instanceof AccessError ? toChallenge(error, challenge) : {}
  return problemResponse({ status: HTTP_STATUS[code], code, detail, headers })
}

function toChallenge({ code, scopes }: AccessError, challenge: WriteChallenge) {
  const error = code === 'ERR_SCOPE_MISSING' ? 'insufficient_scope' : undefined
  return { 'www-authenticate': challenge(scopes, error) }
}

/** The reason phrase of a status (RFC 9110). */
export function titleOf(status: number): string {
  return TITLES[status] ?? 'Error'
}

/** Those that we use. */
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
}
