/** What a problem document says besides its status. */
export interface Problem {
  status: number
  /** For a program. */
  code: string
  /** For a person; our words only. */
  detail: string
  [extension: string]: unknown
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** Answers with a problem document (RFC 9457). */
export function toProblemResponse(
  problem: Problem,
  headers: Record<string, string> = {},
): Response {
  const { status, ...rest } = problem
  const body = { type: 'about:blank', title: TITLES[status] ?? 'Error', status, ...rest }
  return Response.json(body, {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}
