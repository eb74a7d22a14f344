import { problemResponse } from './problem.ts'

/** A method that a path does not know. */
export function methodNotAllowed(methods: readonly string[]): Response {
  const allow = methods.join(', ')
  return problemResponse({
    status: 405,
    code: 'ERR_METHOD_NOT_ALLOWED',
    detail: `Cannot do this here: only ${allow} is answered`,
    headers: { allow },
  })
}

/** A path that is none of this API's. */
export function notFound(
  hint = 'Cannot find this path: the API is at "/v0.1/servers", and "/v0.1/openapi.yaml" describes it',
): Response {
  return problemResponse({ status: 404, code: 'ERR_NOT_FOUND', detail: hint })
}
