import type * as z from 'zod'
import type { GraphContext } from '../context.ts'
import { parseInput } from '../registry/parse-input.ts'
import type { Scope } from '../registry/viewer.ts'

/** What a route answers with. */
export interface RestAnswer {
  status: number
  /** JSON; or a stream or bytes, with their own `content-type` among the headers. */
  body: unknown
  headers?: Record<string, string>
}

/** A request to a route, before it is parsed. */
export interface RestRequest {
  context: GraphContext
  /** The parts of the path, decoded. */
  params: Readonly<Record<string, string>>
  /** The query: repeated names as a list. */
  query: Readonly<Record<string, string | string[]>>
  body: unknown
}

/** What is documented of an answer. */
export interface AnswerDescription {
  description: string
  schema?: z.ZodType
  /** Where it is no JSON. */
  mediaTypes?: readonly string[]
}

/** One operation of the REST face: what OpenAPI says of it, and what it does. */
export interface Route {
  method: 'get' | 'post'
  /** As OpenAPI writes it: `/registry/servers/{id}`. */
  path: string
  operationId: string
  summary: string
  /** What a token must allow (default: nothing, no token needed) */
  scope?: Scope
  params?: Readonly<Record<string, string>>
  query?: z.ZodObject
  body?: z.ZodObject
  answers: Readonly<Record<number, AnswerDescription>>
  answer(request: RestRequest): Promise<RestAnswer>
}

/** What `defineRoute` takes: a route whose query is parsed before it is answered. The body is the verb's to parse. */
type RouteDefinition<query extends z.ZodObject> = Omit<Route, 'query' | 'answer'> & {
  query?: query
  answer(request: Omit<RestRequest, 'query'> & { query: z.output<query> }): Promise<RestAnswer>
}

/** Declares an operation of the REST face. */
export function defineRoute<query extends z.ZodObject>(definition: RouteDefinition<query>): Route {
  const { query: schema, answer, ...route } = definition
  if (!schema) return { ...route, answer: (request) => answer({ ...request, query: NO_QUERY }) }
  return {
    ...route,
    query: schema,
    answer: (request) =>
      answer({ ...request, query: parseInput(schema, request.query, 'the query') }),
  }
}

// A definition without a schema says nothing about its query, and its `answer` cannot name a field of it.
const NO_QUERY = {} as never
