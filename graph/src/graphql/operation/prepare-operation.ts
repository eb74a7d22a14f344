import {
  getOperationAST,
  GraphQLError,
  Kind,
  Lexer,
  OperationTypeNode,
  parse,
  Source,
  TokenKind,
  validate,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import type { GraphContext } from '../../context.ts'
import { toStorableText } from '../../registry/to-storable.ts'
import { measureDocument } from './measure-document.ts'
import { compileCost, type CostOf } from './operation-cost.ts'
import { OPERATION_LIMITS, tooComplex } from './operation-limits.ts'

/** A document that was read, checked and measured: once for all requests that send it. */
export interface PreparedDocument {
  /** `undefined` where it could not be read. */
  readonly document: DocumentNode | undefined
  /** What is wrong with it; it may be run only where there is nothing. */
  readonly errors: readonly GraphQLError[]
  /** One of its operations; `undefined` where the name fits none, or where there is none to choose. */
  operation(name: string | null | undefined): PreparedOperation | undefined
}

/** One operation of a document. */
export interface PreparedOperation {
  readonly kind: OperationTypeNode
  readonly costOf: CostOf
  /** Runs a query, faster than by its document; `undefined` where there is no such way, or not yet. */
  compiled(): CompiledQuery | undefined
}

/** Runs one query. */
export type CompiledQuery = (
  context: GraphContext,
  variables: Variables,
) => Promise<ExecutionResult>

/** Makes what runs a query. */
export type QueryCompiler = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
) => CompiledQuery | undefined

type Variables = Parameters<CostOf>[0]

/** Prepares a document, or remembers it. */
export type Prepare = (query: string) => PreparedDocument

/** How many documents are remembered, and the longest of them. */
const MAX_DOCUMENTS = 500
const MAX_REMEMBERED_LENGTH = 16 * 1024
/** What is asked for less often is not worth the compiling. */
const MIN_RUNS = 3

/**
 * Creates what prepares documents for one schema.
 *
 * The limits that need no schema come first, so that a document which is too complex is not validated either.
 *
 * @param compile Makes queries faster (default: they run by their documents)
 */
export function createPrepare(schema: GraphQLSchema, compile?: QueryCompiler): Prepare {
  const remembered = new Map<string, PreparedDocument>()

  return (query) => {
    const known = remembered.get(query)
    if (known) return known
    const prepared = prepare({ schema, compile }, query)
    if (query.length > MAX_REMEMBERED_LENGTH) return prepared
    const [oldest] = remembered.keys()
    if (remembered.size >= MAX_DOCUMENTS && oldest !== undefined) remembered.delete(oldest)
    remembered.set(query, prepared)
    return prepared
  }
}

interface Preparation {
  schema: GraphQLSchema
  compile: QueryCompiler | undefined
}

function prepare({ schema, compile }: Preparation, query: string): PreparedDocument {
  if (hasTooManyTokens(query)) return refuse([tooComplex('tokens')])
  const document = readDocument(query)
  if (document instanceof GraphQLError) return refuse([document])
  const excess = findExcess(document)
  if (excess) return refuse([excess], document)

  const errors = validate(schema, document, undefined, { hideSuggestions: true })
  if (errors.length > 0) return refuse(errors.map(toRefusal), document)
  const operations = new Map<string, PreparedOperation>()
  return {
    document,
    errors: [],
    operation(name) {
      const definition = getOperationAST(document, name)
      if (!definition) return undefined
      const key = definition.name?.value ?? ''
      const known = operations.get(key)
      if (known) return known
      const prepared = prepareOperation({ schema, compile }, document, definition)
      operations.set(key, prepared)
      return prepared
    },
  }
}

function prepareOperation(
  { schema, compile }: Preparation,
  document: DocumentNode,
  definition: OperationDefinitionNode,
): PreparedOperation {
  const kind = definition.operation
  let runs = 0
  let compiled: CompiledQuery | undefined
  return {
    kind,
    costOf: compileCost(schema, document, definition),
    compiled() {
      if (kind !== OperationTypeNode.QUERY || runs > MIN_RUNS) return compiled
      runs += 1
      if (runs > MIN_RUNS) compiled = compile?.(schema, document, definition.name?.value)
      return compiled
    },
  }
}

function hasTooManyTokens(query: string): boolean {
  const lexer = new Lexer(new Source(query))
  try {
    for (let count = 0; lexer.advance().kind !== TokenKind.EOF; count += 1)
      if (count >= OPERATION_LIMITS.tokens) return true
  } catch {
    // The parser says it with the place.
  }
  return false
}

function readDocument(query: string): DocumentNode | GraphQLError {
  try {
    return toStorableDocument(parse(query))
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    return toCoded(error, 'GRAPHQL_PARSE_FAILED')
  }
}

/** Makes hostile text in literals harmless before a resolver sees it. */
function toStorableDocument(document: DocumentNode): DocumentNode {
  return visit(document, {
    [Kind.STRING]: (node) => {
      const value = toStorableText(node.value)
      return value === node.value ? undefined : { ...node, value }
    },
  })
}

function findExcess(document: DocumentNode): GraphQLError | undefined {
  const measure = measureDocument(document)
  for (const limit of ['aliases', 'directives', 'depth'] as const)
    if (measure[limit] > OPERATION_LIMITS[limit]) return tooComplex(limit, measure[limit])
  return undefined
}

function toRefusal(error: GraphQLError): GraphQLError {
  return toCoded(error, 'GRAPHQL_VALIDATION_FAILED')
}

function toCoded({ message, nodes, source, positions }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    extensions: { code, http: { spec: true, status: 400 } },
  })
}

function refuse(errors: readonly GraphQLError[], document?: DocumentNode): PreparedDocument {
  return { document, errors, operation: () => undefined }
}
