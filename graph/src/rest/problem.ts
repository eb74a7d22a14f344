import { HTTP_STATUS, isGraphError, toRetryAfter } from '../error-code.ts'
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
  /** When another try is worth making. */
  retryAfterSeconds?: number
}

/** Writes the challenge of a refused caller. */
export type WriteChallenge = (scopes: readonly string[], error?: 'insufficient_scope') => string

/** Answers with a problem document. */
export function problemResponse(problem: Problem): Response {
  const { status, code, detail, headers = {} } = problem
  const retry = describeRetry(problem)
  const body = { type: 'about:blank', title: titleOf(status), status, code, detail, ...retry.body }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...retry.headers,
      ...headers,
    },
  })
}

/** Says in header and body when another try is worth making (RFC 9110 §10.2.3). */
export function describeRetry({ retryAfterSeconds }: Pick<Problem, 'retryAfterSeconds'>) {
  if (retryAfterSeconds === undefined) return { headers: {}, body: {} }
  return {
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: { retryAfter: retryAfterSeconds },
  }
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
  return problemResponse({
    status: HTTP_STATUS[code],
    code,
    detail,
    headers,
    ...toRetryAfter(error),
  })
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
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}
