import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql'
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
  const compiled = compileQuery(schema, document, operationName)
  if (!isCompiledQuery(compiled)) return undefined
  return async (context, variables): Promise<ExecutionResult> =>
    compiled.query(undefined, context, variables)
}
