import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention'
import { createYoga, type YogaServerOptions } from 'graphql-yoga'
import type { GraphContext } from '../context.ts'
import { createPersistedDocuments } from './operation/persisted-documents.ts'
import { createPrepare, type QueryCompiler } from './operation/prepare-operation.ts'
import { useStorableVariables } from './operation/storable-variables.ts'
import { usePersistedDocuments } from './operation/use-persisted-documents.ts'
import { usePreparedOperations } from './operation/use-prepared-operations.ts'
import { schema } from './schema.ts'
import { createShortWay, isJsonPost } from './short-way.ts'
import { toGraphqlError } from './to-graphql-error.ts'

/** What the GraphQL face is made with. */
export interface GraphqlFaceOptions {
  /** Logs a fault and names it. */
  toFault: (error: unknown) => string
  /** Makes queries faster (default: they run by their documents, as they must on Workers). */
  compileQuery?: QueryCompiler
  /** Draws GraphiQL from local files (default: there is no GraphiQL). */
  renderGraphiql?: YogaServerOptions<object, object>['renderGraphiQL']
}

/** Answers GraphQL over HTTP; subscriptions over SSE. */
export interface GraphqlFace {
  fetch(request: Request, context: GraphContext): Promise<Response>
}

/** Creates the GraphQL face: one for all requests, which bring their context with them. */
export function createGraphqlFace(options: GraphqlFaceOptions): GraphqlFace {
  const { toFault, compileQuery, renderGraphiql } = options
  const prepare = createPrepare(schema, compileQuery)
  const persisted = createPersistedDocuments()
  const yoga = createYoga<GraphContext>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    logging: false,
    graphiql: renderGraphiql ? { title: 'Toolgraph', defaultQuery: FIRST_QUERY } : false,
    ...(renderGraphiql ? { renderGraphiQL: renderGraphiql } : {}),
    // Bearer tokens only, never cookies: any page may ask, in its own name.
    cors: { origin: '*', credentials: false, methods: ['GET', 'POST'] },
    maskedErrors: { maskError: (error) => toGraphqlError(error, toFault) },
    parserAndValidationCache: false,
    plugins: [
      useCSRFPrevention({ requestHeaders: ['x-graphql-yoga-csrf', 'graphql-require-preflight'] }),
      useStorableVariables(),
      usePersistedDocuments(persisted, prepare),
      usePreparedOperations(prepare),
    ],
  })
  const shortWay = createShortWay({ schema, prepare, persisted, toFault })

  return {
    async fetch(request, context) {
      if (!isJsonPost(request)) return yoga.fetch(request, context)
      const { url, method, headers, signal } = request
      const body = await request.text()
      const answer = await shortWay({ headers, body }, context)
      return answer ?? yoga.fetch(new Request(url, { method, headers, body, signal }), context)
    },
  }
}

const FIRST_QUERY = `{
  search(query: "book a room", first: 3) {
    totalCount
    edges { node { name title health { state } tools { name } } }
  }
}`
