import {
  execute,
  subscribe,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql'
import type { GraphContext } from '../../context.ts'
import { OPERATION_LIMITS, tooComplex } from './operation-limits.ts'
import { endAfter } from './end-after.ts'
import type { PreparedDocument } from './prepare-operation.ts'

/** One operation of a prepared document, with what a request brings. */
export interface Operation {
  readonly prepared: PreparedDocument
  readonly document: DocumentNode
  readonly operationName: string | null | undefined
  readonly variables: Readonly<Record<string, unknown>> | null | undefined
  readonly context: GraphContext
}

/** Runs a query or a mutation, if it costs no more than it may; the answer says what it cost. */
export async function runOperation(
  schema: GraphQLSchema,
  operation: Operation,
): Promise<ExecutionResult> {
  const cost = costOf(operation)
  const refused = refuseCost(cost)
  return { ...(refused ?? (await answer(schema, operation))), ...costExtension(cost) }
}

/** What a compiled query cannot answer without errors is asked again: how they read is the specification's own way. */
async function answer(schema: GraphQLSchema, operation: Operation): Promise<ExecutionResult> {
  const { prepared, operationName, variables, context } = operation
  const compiled = prepared.operation(operationName)?.compiled()
  const { data, errors } = (await compiled?.(context, variables ?? {})) ?? {}
  if (data && (errors ?? []).length === 0) return { data }
  return execute(toArgs(schema, operation))
}

/** Opens a subscription, if it costs no more than it may; it ends with the token that opened it. */
export async function openSubscription(
  schema: GraphQLSchema,
  operation: Operation,
): ReturnType<typeof subscribe> {
  const cost = costOf(operation)
  const refused = refuseCost(cost)
  if (refused) return { ...refused, ...costExtension(cost) }
  const { context } = operation
  const expiresAt = context.viewer?.expiresAt
  if (!expiresAt) return subscribe(toArgs(schema, operation))

  const stop = new AbortController()
  const signal = AbortSignal.any([context.signal, stop.signal])
  const results = await subscribe(toArgs(schema, { ...operation, context: { ...context, signal } }))
  if (!(Symbol.asyncIterator in results)) return results
  return endAfter(results, { ms: expiresAt.getTime() - context.now().getTime(), stop })
}

/** What an answer says of its cost; an operation that did not run has cost nothing. */
export function costExtension(
  requestedQueryCost = 0,
): Required<Pick<ExecutionResult, 'extensions'>> {
  return { extensions: { cost: { requestedQueryCost, maximumAvailable: OPERATION_LIMITS.cost } } }
}

function costOf({ prepared, operationName, variables }: Operation): number {
  return prepared.operation(operationName)?.costOf(variables ?? {}) ?? 0
}

function refuseCost(cost: number): ExecutionResult | undefined {
  return cost > OPERATION_LIMITS.cost ? { errors: [tooComplex('cost', cost)] } : undefined
}

function toArgs(
  schema: GraphQLSchema,
  { document, operationName, variables, context }: Operation,
): ExecutionArgs {
  const args = { schema, document, contextValue: context, hideSuggestions: true }
  return { ...args, operationName: operationName ?? null, variableValues: variables ?? null }
}
