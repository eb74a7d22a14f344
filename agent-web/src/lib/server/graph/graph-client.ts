import { type AnyVariables, Client, fetchExchange, type TypedDocumentNode } from '@urql/core'
import { persistedExchange } from '@urql/exchange-persisted'
import { CodedError } from '@toolgraph/errors'

/** Why the graph did not answer. */
export type GraphErrorCode =
  'ERR_GRAPH_UNREACHABLE' | 'ERR_GRAPH_REFUSED' | 'ERR_GRAPH_INPUT_INVALID' | 'ERR_SIGN_IN_REQUIRED'

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

/** Names each document by its SHA-256; the text is sent where the graph does not know it yet. */
const persisted = persistedExchange({
  enableForMutation: true,
  preferGetForPersistedQueries: false,
  generateHash: hashOf,
})

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
    exchanges: [persisted, fetchExchange],
    requestPolicy: 'network-only',
    preferGetMethod: false,
    fetchOptions: { headers: graphHeaders(accessToken) },
  })
  /** The client sorts the keys of variables; the order of a schema's properties is the order of its form. */
  const inOrder = (variables: unknown): { fetch: typeof fetch } => ({
    fetch: (input, init) =>
      options.fetch(input, {
        ...init,
        body: JSON.stringify({ ...JSON.parse(String(init?.body)), variables }),
        signal: AbortSignal.timeout(DEADLINE_MS),
      }),
  })

  return {
    async query(document, variables) {
      return read(await client.query(document, variables, inOrder(variables)).toPromise())
    },
    async mutate(document, variables) {
      return read(await client.mutation(document, variables, inOrder(variables)).toPromise())
    },
  }
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** As whom a request asks, and that it is no form of another site (the graph asks for that header). */
export function graphHeaders(accessToken: string | undefined): Record<string, string> {
  return {
    'graphql-require-preflight': '1',
    ...(accessToken && { authorization: `Bearer ${accessToken}` }),
  }
}

type Answer<data> = Awaited<ReturnType<ReturnType<Client['query']>['toPromise']>> & {
  data?: data | undefined
}

function read<data>({ data, error: cause }: Answer<data>): data {
  if (data && !cause) return data
  if (isUnauthorized(cause))
    throw refuse('ERR_SIGN_IN_REQUIRED', 'it does not know this person', cause)
  if (!cause || cause.networkError)
    throw refuse('ERR_GRAPH_UNREACHABLE', 'it cannot be reached', cause)
  if (hasCode(cause, INPUT_CODES))
    throw refuse('ERR_GRAPH_INPUT_INVALID', 'it knows no such id or page', cause)
  throw refuse('ERR_GRAPH_REFUSED', 'it refused the operation', cause)
}

function refuse(code: GraphErrorCode, obstacle: string, cause: unknown): GraphError {
  return new GraphError(code, `Cannot ask the graph: ${obstacle}`, { cause })
}

/** An id or a cursor that came from an address and was never the graph's. */
const INPUT_CODES = ['ERR_ID_INVALID', 'ERR_CURSOR_INVALID', 'ERR_INPUT_INVALID']

function isUnauthorized(error: Answer<unknown>['error']): boolean {
  const response: unknown = error?.response
  if (response instanceof Response && response.status === 401) return true
  return hasCode(error, ['ERR_SIGN_IN_REQUIRED'])
}

function hasCode(error: Answer<unknown>['error'], codes: readonly string[]): boolean {
  return (error?.graphQLErrors ?? []).some(({ extensions }) =>
    codes.some((code) => code === extensions['code']),
  )
}
