import { OperationTypeNode, type ExecutionResult, type GraphQLSchema } from 'graphql'
import type { GraphContext } from '../context.ts'
import { isShallow, toStorable } from '../registry/to-storable.ts'
import type { PersistedDocuments } from './operation/persisted-documents.ts'
import type { Prepare } from './operation/prepare-operation.ts'
import { runOperation } from './operation/run-operation.ts'
import { pickMediaType } from './pick-media-type.ts'
import { readParams } from './read-params.ts'
import { toGraphqlError } from './to-graphql-error.ts'

/** What the short way needs. */
export interface ShortWayOptions {
  schema: GraphQLSchema
  prepare: Prepare
  persisted: PersistedDocuments
  /** Logs a fault and names it. */
  toFault: (error: unknown) => string
}

/** A request whose body has been read. */
export interface ReadRequest {
  readonly headers: Headers
  readonly body: string
}

/**
 * Answers what nearly every POST of JSON is: one query or mutation, answered as JSON. Byte for byte it is
 * the answer that Yoga gives, in a part of the time.
 *
 * @returns `undefined` for everything else, also for what is refused before it runs; nothing has happened then
 */
export type ShortWay = (
  request: ReadRequest,
  context: GraphContext,
) => Promise<Response | undefined>

/** Creates the short way. */
export function createShortWay(options: ShortWayOptions): ShortWay {
  const { schema, prepare, persisted, toFault } = options
  function mask(result: ExecutionResult): object {
    if (!result.errors) return result
    const errors = result.errors.map((error) => toGraphqlError(error, toFault))
    return { ...result, errors }
  }

  return async ({ headers, body }, context) => {
    const mediaType = pickMediaType(headers.get('accept'))
    const params = mediaType && readParams(body, persisted)
    if (!params) return undefined

    const { query, operationName, variables } = params
    const prepared = prepare(query)
    const { document, errors } = prepared
    const kind = prepared.operation(operationName)?.kind
    if (!document || errors.length > 0 || !kind) return undefined
    if (kind === OperationTypeNode.SUBSCRIPTION || !isShallow(variables)) return undefined

    const operation = {
      prepared,
      document,
      operationName,
      variables: toStorable(variables),
      context,
    }
    const result = await runOperation(schema, operation)
    if (!('data' in result)) return undefined
    return new Response(JSON.stringify(mask(result)), {
      headers: { 'content-type': `${mediaType}; charset=utf-8`, ...toCors(headers.get('origin')) },
    })
  }
}

/** Tells the requests that may go the short way. */
export function isJsonPost({ method, headers }: Request): boolean {
  const type = headers.get('content-type') ?? ''
  return (
    method === 'POST' &&
    /^application\/json(?:; ?charset=utf-8)?$/i.test(type) &&
    !headers.has('access-control-request-headers')
  )
}

function toCors(origin: string | null): Record<string, string> {
  if (origin === null) return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST',
    vary: 'Origin',
  }
}
