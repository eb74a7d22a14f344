import { HTTP_STATUS, isGraphError, toRetryAfter, type GraphErrorCode } from '../error-code.ts'
import { ServerJsonError } from '../registry/errors.ts'
import { AccessError } from '../registry/viewer.ts'
import { describeRetry, titleOf, type WriteChallenge } from '../rest/problem.ts'

/** A refusal as the standard's API words it: a problem document that also has its `error`. */
export interface ApiProblem {
  status: number
  code: string
  detail: string
  errors?: readonly ProblemDetail[]
  headers?: Record<string, string>
  /** When another try is worth making. */
  retryAfterSeconds?: number
}

/** One thing that is wrong, and where: `query.limit`, `body.packages[0].identifier`. */
export interface ProblemDetail {
  message: string
  location: string
}

/** A request that only this API can refuse: a parameter, a path, a body that is no JSON. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: ApiProblem

  constructor(problem: ApiProblem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** A parameter of the query that cannot be understood. */
export function parameterInvalid(status: 400 | 422, name: string, fault: string): ApiError {
  const detail = `Cannot read the parameter "${name}": it ${fault}`
  const errors = [{ message: `it ${fault}`, location: `query.${name}` }]
  return new ApiError({ status, code: 'ERR_PARAMETER_INVALID', detail, errors })
}

/** Answers with a problem document (RFC 9457); the standard's own documents have only `error`. */
export function problemResponse(problem: ApiProblem): Response {
  const { status, code, detail, errors, headers } = problem
  const retry = describeRetry(problem)
  const title = titleOf(status)
  const faults = errors ? { errors } : {}
  const body = { title, status, detail, error: detail, code, ...faults, ...retry.body }
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

/**
 * Turns whatever was thrown into a problem document; of a fault the caller learns an id and nothing else.
 *
 * @param toFault Logs a fault and names it
 */
export function toProblem(
  error: unknown,
  { toFault, challenge }: { toFault: (error: unknown) => string; challenge: WriteChallenge },
): Response {
  if (error instanceof ApiError) return problemResponse(error.problem)
  if (!isGraphError(error)) {
    const detail = `Something went wrong (${toFault(error)})`
    return problemResponse({ status: 500, code: 'ERR_INTERNAL', detail })
  }
  const { code, message: detail } = error
  const status = STATUS[code] ?? HTTP_STATUS[code]
  return problemResponse({
    status,
    code,
    detail,
    ...toRetryAfter(error),
    ...(error instanceof ServerJsonError ? { errors: toDetails(error) } : {}),
    ...(error instanceof AccessError ? { headers: toChallenge(error, challenge) } : {}),
  })
}

/** Where the standard's API has another status than our own faces. */
const STATUS: Partial<Record<GraphErrorCode, number>> = {
  ERR_SERVER_NAME_TAKEN: 403,
  ERR_SERVER_URL_TAKEN: 400,
  ERR_VERSION_TAKEN: 400,
  ERR_PACKAGE_NOT_YOURS: 400,
  ERR_VERSION_LIMIT: 400,
  ERR_VERSION_UNCHANGED: 400,
}

function toDetails({ issues }: ServerJsonError): ProblemDetail[] {
  return issues
    .filter(({ severity }) => severity === 'error')
    .map(({ path, message }) => ({ message, location: path ? `body.${path}` : 'body' }))
}

function toChallenge({ code, scopes }: AccessError, challenge: WriteChallenge) {
  const error = code === 'ERR_SCOPE_MISSING' ? 'insufficient_scope' : undefined
  return { 'www-authenticate': challenge(scopes, error) }
}
