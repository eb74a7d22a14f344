import { type AnyVariables, Client, fetchExchange, type TypedDocumentNode } from '@urql/core'
import { CodedError } from '@toolgraph/errors'

/** Why the graph did not answer. */
export type GraphErrorCode = 'ERR_GRAPH_UNREACHABLE' | 'ERR_GRAPH_REFUSED' | 'ERR_SIGN_IN_REQUIRED'

/** The graph did not answer an operation; its own words are in `cause`. */
export class GraphError extends CodedError<GraphErrorCode> {
  override readonly name = 'GraphError'
}

/** The graph, as one person or nobody. */
export interface Graph {
  query<data, variables extends AnyVariables>(
    document: TypedDocumentNode<data, variables>,
    variables: variables,
  ): Promise<data>
  mutate<data, variables extends AnyVariables>(
    document: TypedDocumentNode<data, variables>,
    variables: variables,
  ): Promise<data>
}

const DEADLINE_MS = 15_000

/**
 * Makes a client of the graph for one request: nothing is kept between two people.
 *
 * @param options `accessToken`: of the person; `undefined` for nobody
 */
export function createGraph(options: {
  url: string
  accessToken: string | undefined
  fetch: typeof fetch
}): Graph {
  const { accessToken } = options
  const client = new Client({
    url: options.url,
    exchanges: [fetchExchange],
    requestPolicy: 'network-only',
    preferGetMethod: false,
    fetch: (input, init) =>
      options.fetch(input, { ...init, signal: AbortSignal.timeout(DEADLINE_MS) }),
    fetchOptions: { headers: accessToken ? { authorization: `Bearer ${accessToken}` } : {} },
  })

  return {
    async query(document, variables) {
      return read(await client.query(document, variables).toPromise())
    },
    async mutate(document, variables) {
      return read(await client.mutation(document, variables).toPromise())
    },
  }
}

type Answer<data> = Awaited<ReturnType<ReturnType<Client['query']>['toPromise']>> & {
  data?: data | undefined
}

function read<data>({ data, error }: Answer<data>): data {
  if (data && !error) return data
  if (!error || error.networkError || isUnauthorized(error))
    throw isUnauthorized(error)
      ? new GraphError(
          'ERR_SIGN_IN_REQUIRED',
          'Cannot ask the graph: it does not know this person',
          {
            cause: error,
          },
        )
      : new GraphError('ERR_GRAPH_UNREACHABLE', 'Cannot reach the graph', { cause: error })
  throw new GraphError('ERR_GRAPH_REFUSED', 'Cannot ask the graph: it refused the operation', {
    cause: error,
  })
}

const SIGN_IN_CODES = ['UNAUTHENTICATED', 'ERR_SIGN_IN_REQUIRED', 'ERR_TOKEN_INVALID']

function isUnauthorized(error: Answer<unknown>['error']): boolean {
  if (!error) return false
  const response: unknown = error.response
  if (response instanceof Response && response.status === 401) return true
  return error.graphQLErrors.some(({ extensions }) =>
    SIGN_IN_CODES.some((code) => code === extensions['code']),
  )
}
