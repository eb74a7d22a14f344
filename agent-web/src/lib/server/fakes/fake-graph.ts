import { createGraph, type Graph } from '../graph/graph-client.ts'

/** A connection as the graph keeps it. */
export interface FakeConnection {
  id: string
  status: 'active' | 'needs_sign_in' | 'revoked'
  issuer: string | null
  scopesGranted: string[]
  tokenSet: string | null
  tokenVersion: number
  expiresAt: string | null
  lease: string | null
  server: { id: string; name: string; url: string | null }
  tools: Record<string, unknown>[]
}

/** The graph as it is seen from outside, for tests: what agent-web asks of it, over its HTTP. */
export interface FakeGraph {
  graph: Graph
  connections: Map<string, FakeConnection>
  runs: Record<string, unknown>[]
  /** Names of the operations, in order. */
  asked: string[]
}

interface Variables {
  [name: string]: unknown
  id?: string
  connectionId?: string
  tokenVersion?: number
  lease?: string
  needsSignIn?: boolean
  input?: Record<string, unknown>
}

const refusal = (code: string) => ({ __typename: 'Refusal', code })

/** Makes it, with one server that may be linked. */
export function createFakeGraph(server: FakeConnection['server']): FakeGraph {
  const connections = new Map<string, FakeConnection>()
  const runs: Record<string, unknown>[] = []
  const asked: string[] = []
  const find = (id: unknown) => connections.get(String(id))
  const viewed = (id: unknown) => ({ viewer: { connection: find(id) ?? null } })

  const operations: Record<string, (variables: Variables) => unknown> = {
    ConnectionAccess: ({ id }) => viewed(id),
    ConnectionTools: ({ id }) => viewed(id),
    LinkServer: ({ input }) => {
      const connection = { ...toConnection(input), server }
      connections.set(connection.id, connection)
      return { linkServer: { __typename: 'LinkServerSuccess', connection } }
    },
    UnlinkServer: ({ connectionId }) => {
      const connection = find(connectionId)
      if (!connection) return { unlinkServer: refusal('ERR_CONNECTION_NOT_FOUND') }
      Object.assign(connection, { status: 'revoked', tokenSet: null })
      return { unlinkServer: { __typename: 'UnlinkServerSuccess', connection } }
    },
    SyncConnectionTools: ({ input }) => {
      const connection = find(input?.['connectionId'])
      if (!connection) return { syncConnectionTools: refusal('ERR_CONNECTION_NOT_FOUND') }
      Object.assign(connection, { tools: input?.['tools'] })
      const added = connection.tools.map((tool) => tool['name'])
      const changes = { added, removed: [], changed: [] }
      return {
        syncConnectionTools: { __typename: 'SyncConnectionToolsSuccess', connection, ...changes },
      }
    },
    LeaseConnectionRefresh: ({ connectionId, tokenVersion }) => {
      const connection = find(connectionId)
      const isFree = connection?.tokenVersion === tokenVersion && connection?.lease === null
      const lease = isFree ? crypto.randomUUID() : null
      if (lease) Object.assign(connection ?? {}, { lease })
      return {
        leaseConnectionRefresh: { __typename: 'LeaseConnectionRefreshSuccess', lease, connection },
      }
    },
    RenewConnection: ({ input }) => {
      const connection = find(input?.['connectionId'])
      if (!connection || connection.lease !== input?.['lease'])
        return { renewConnection: refusal('ERR_LEASE_LOST') }
      const { tokenSet, scopes: scopesGranted, expiresAt } = input
      const tokenVersion = connection.tokenVersion + 1
      Object.assign(connection, { tokenSet, scopesGranted, expiresAt, tokenVersion, lease: null })
      return { renewConnection: { __typename: 'RenewConnectionSuccess', connection } }
    },
    EndConnectionRefresh: ({ connectionId, lease, needsSignIn }) => {
      const connection = find(connectionId)
      if (!connection || connection.lease !== lease)
        return { endConnectionRefresh: refusal('ERR_LEASE_LOST') }
      const ended = needsSignIn ? { status: 'needs_sign_in', tokenSet: null } : {}
      Object.assign(connection, { lease: null, ...ended })
      return { endConnectionRefresh: { __typename: 'EndConnectionRefreshSuccess', connection } }
    },
    StartToolRun: ({ input }) => {
      const run = { ...input, id: `run-${runs.length + 1}`, status: 'running' }
      runs.push(run)
      return { startToolRun: { __typename: 'StartToolRunSuccess', run } }
    },
    FinishToolRun: ({ input }) => {
      const run = runs.find(({ id }) => id === input?.['runId'])
      Object.assign(run ?? {}, input)
      return { finishToolRun: { __typename: 'FinishToolRunSuccess', run } }
    },
  }

  const graph = createGraph({
    url: 'http://localhost:4200/graphql',
    accessToken: 'graph-token',
    fetch: async (_url, init) => {
      const { operationName, variables } = JSON.parse(String(init?.body))
      asked.push(operationName)
      const data = operations[operationName]?.(variables)
      return Response.json(data ? { data } : { errors: [{ message: `Unknown: ${operationName}` }] })
    },
  })
  return { graph, connections, runs, asked }
}

function toConnection(input: Record<string, unknown> = {}): Omit<FakeConnection, 'server'> {
  const { issuer, scopes, tokenSet, expiresAt } = input
  return {
    id: 'connection-1',
    status: 'active',
    issuer: typeof issuer === 'string' ? issuer : null,
    scopesGranted: Array.isArray(scopes) ? scopes.map(String) : [],
    tokenSet: typeof tokenSet === 'string' ? tokenSet : null,
    expiresAt: typeof expiresAt === 'string' ? expiresAt : null,
    tokenVersion: 1,
    lease: null,
    tools: [],
  }
}
