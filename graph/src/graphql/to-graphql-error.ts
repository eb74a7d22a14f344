import { PothosValidationError } from '@pothos/core'
import { isErrorOf } from '@toolgraph/database'
import { GraphQLError } from 'graphql'
import { HTTP_STATUS, isGraphError } from '../error-code.ts'

/** What a mutation answers when it refuses. */
export interface Refusal {
  code: string
  message: string
}

/** Turns one of our refusals into the value of a mutation; `undefined` for a fault. */
export function toRefusal(error: unknown): Refusal | undefined {
  return isGraphError(error) ? { code: error.code, message: error.message } : undefined
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
  if (!originalError || originalError instanceof GraphQLError) return error
  if (isGraphError(originalError)) {
    const { code, message } = originalError
    return toError(message, { code, status: HTTP_STATUS[code] }, error)
  }
  // A page's arguments that Pothos or the database could not read: an id or cursor that is none of ours.
  if (originalError instanceof PothosValidationError || isErrorOf(originalError, INVALID_TEXT)) {
    const code = 'ERR_CURSOR_INVALID'
    const message = 'Cannot read the arguments of this page'
    return toError(message, { code, status: HTTP_STATUS[code] }, error)
  }
  return toFaultError(originalError, error, toFault)
}

/** `invalid_text_representation`: a text that is no uuid. */
const INVALID_TEXT = '22P02'

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
