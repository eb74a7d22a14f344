import { isErrorOf } from '@toolgraph/database'
import { GraphQLError } from 'graphql'
import { HTTP_STATUS, isGraphError, toRetryAfter } from '../error-code.ts'

/** What a mutation answers when it refuses. */
export interface Refusal {
  code: string
  message: string
  /** In seconds, where the caller was too fast. */
  retryAfter?: number | undefined
}

/** Turns one of our refusals into the value of a mutation; `undefined` for a fault. */
export function toRefusal(error: unknown): Refusal | undefined {
  if (!isGraphError(error)) return undefined
  const { code, message } = error
  return { code, message, retryAfter: toRetryAfter(error).retryAfterSeconds }
}

/**
 * Turns whatever was thrown into what the caller reads: our refusals with their code, GraphQL's own errors as they
 * are, and nothing of a fault but an id.
 *
 * @param toFault Logs a fault and names it
 */
export function toGraphqlError(error: unknown, toFault: (error: unknown) => string): Error {
  if (!(error instanceof GraphQLError)) return toFaultError(error, undefined, toFault)

  const { originalError } = error
  if (!originalError || originalError instanceof GraphQLError) return toPlainError(error)
  if (isGraphError(originalError)) {
    const { code, message } = originalError
    const { retryAfterSeconds: retryAfter } = toRetryAfter(originalError)
    const extensions = { code, status: HTTP_STATUS[code], ...(retryAfter ? { retryAfter } : {}) }
    return toError(message, extensions, error)
  }
  // A cursor that looked like one of ours, with something else than an id in it.
  if (NO_ID.some((sqlState) => isErrorOf(originalError, sqlState))) {
    const code = 'ERR_CURSOR_INVALID'
    const message = 'Cannot read the arguments of this page'
    return toError(message, { code, status: HTTP_STATUS[code] }, error)
  }
  return toFaultError(originalError, error, toFault)
}

/** `invalid_text_representation`, a text that is no uuid, and `character_not_in_repertoire`, one with a NUL. */
const NO_ID = ['22P02', '22021']

/** GraphQL's own refusals, each with a code; what a parser said of the body stays here. */
function toPlainError(error: GraphQLError): GraphQLError {
  const { originalError: _parsersOwn, code, ...extensions } = error.extensions
  // A body that cannot be read is one in every media type: 400, also where an operation's errors would be 200.
  if (code === 'BAD_REQUEST') {
    const http = { status: 400, ...Object(extensions['http']), spec: false }
    return toError(error.message, { code: 'ERR_BODY_INVALID', ...extensions, http }, error)
  }
  const fallback = error.path ? 'ERR_INPUT_INVALID' : 'ERR_OPERATION_REFUSED'
  const http = error.path ? {} : { http: { spec: true, status: 400 } }
  return toError(error.message, { code: code ?? fallback, ...http, ...extensions }, error)
}

function toFaultError(
  error: unknown,
  wrapped: GraphQLError | undefined,
  toFault: (error: unknown) => string,
): GraphQLError {
  const extensions = { code: 'ERR_INTERNAL', status: 500 }
  return toError(`Something went wrong (${toFault(error)})`, extensions, wrapped)
}

function toError(
  message: string,
  extensions: Record<string, unknown>,
  wrapped: GraphQLError | undefined,
): GraphQLError {
  const { nodes, path } = wrapped ?? {}
  return new GraphQLError(message, {
    extensions,
    ...(nodes ? { nodes } : {}),
    ...(path ? { path } : {}),
  })
}
