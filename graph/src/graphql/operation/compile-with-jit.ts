import {
  BREAK,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type NameNode,
} from 'graphql'
import { compileQuery, isCompiledQuery } from 'graphql-jit'
import type { CompiledQuery } from './prepare-operation.ts'

/**
 * Turns a query into code of its own, which answers it in a part of the time. It makes functions out of text, so it is
 * for Node alone: a Worker may not.
 *
 * @returns `undefined` for what it cannot compile
 */
export function compileWithJit(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): CompiledQuery | undefined {
  if (!isSure(document)) return undefined
  const compiled = compileQuery(schema, document, operationName)
  if (!isCompiledQuery(compiled)) return undefined
  return async (context, variables): Promise<ExecutionResult> =>
    compiled.query(undefined, context, variables)
}

/**
 * What graphql-jit answers otherwise than GraphQL, without an error: of fields that `@skip` and `@include` leave out it
 * keeps the place, it takes one fragment's conditions in one place for those of all places, and it loses a result that
 * is called `__proto__`.
 */
const UNSURE_NAMES = new Set(['skip', 'include', '__proto__'])

/** Whether a compiled document answers as the document does; by names alone, so that a field of these names counts too. */
function isSure(document: DocumentNode): boolean {
  let sure = true
  visit(document, {
    Name({ value }: NameNode) {
      if (!UNSURE_NAMES.has(value)) return undefined
      sure = false
      return BREAK
    },
  })
  return sure
}
