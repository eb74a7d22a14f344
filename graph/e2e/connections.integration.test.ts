import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestGraph, manifest, tool, type Caller, type TestGraph } from './graph-fixture.ts'

let graph: TestGraph
let serverId: string
let count = 0

beforeAll(async () => {
  graph = await createTestGraph()
})
afterAll(() => graph.close())

/** A sealed envelope, as the agent writes them. */
const SEALED = `v1.k1.${'A'.repeat(16)}.${'B'.repeat(40)}`
const RESEALED = `v1.k1.${'C'.repeat(16)}.${'D'.repeat(40)}`

async function mutate(
  name: string,
  args: string,
  variables: object,
  as: Caller,
  fields = '__typename',
) {
  const types: Record<string, string> = {
    input: `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`,
  }
  const query = `mutation ($input: ${types['input']}) {
    ${name}(${args}) {
      __typename
      ... on Refusal { code message }
      ... on ${name.charAt(0).toUpperCase()}${name.slice(1)}Success { ${fields} }
    }
  }`
  const { data, errors } = await graph.graphql(query, variables, as)
  expect(errors).toEqual([])
  return data[name]
}

const CONNECTION = 'connection { id status tokenVersion tokenSet scopesGranted tools { name } }'

function link(as: Caller, other: object = {}) {
  const input = {
    serverId,
    issuer: 'https://issuer.test',
    clientId: 'agent',
    scopes: ['rooms:read'],
    tokenSet: SEALED,
    expiresAt: '2030-01-01T00:00:00Z',
    ...other,
  }
  return mutate('linkServer', 'input: $input', { input }, as, CONNECTION)
}

function onConnection(name: string, id: string, as: Caller, args = '', fields = CONNECTION) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  return graph
    .graphql(
      `mutation { ${name}(connectionId: "${id}"${args}) {
        ... on Refusal { code } ... on ${type}Success { ${fields} } } }`,
      {},
      as,
    )
    .then(({ data, errors }) => {
      expect(errors).toEqual([])
      return data[name]
    })
}

const lease = (id: string, tokenVersion: number, as: Caller = 'aiko') =>
  onConnection(
    'leaseConnectionRefresh',
    id,
    as,
    `, tokenVersion: ${tokenVersion}`,
    'lease connection { status tokenVersion tokenSet }',
  )

beforeEach(async () => {
  count += 1
  const { body } = await graph.rest('POST', '/registry/servers', {
    body: manifest(`linked-${count}`),
    as: 'owner',
  })
  serverId = btoa(`Server:${body.id}`)
})

describe('a connection', () => {
  it('is linked, seen by its person, synced and ended', async () => {
    const { connection } = await link('aiko')
    expect(connection).toMatchObject({ status: 'active', tokenVersion: 1, tokenSet: SEALED })

    const input = { connectionId: connection.id, tools: [tool('a'), tool('b')] }
    const synced = await mutate(
      'syncConnectionTools',
      'input: $input',
      { input },
      'aiko',
      `added removed changed ${CONNECTION}`,
    )
    expect(synced).toMatchObject({
      added: ['a', 'b'],
      removed: [],
      changed: [],
      connection: { tools: [{ name: 'a' }, { name: 'b' }] },
    })
    const again = await mutate(
      'syncConnectionTools',
      'input: $input',
      { input: { ...input, tools: [tool('b', { description: 'Poisoned' }), tool('c')] } },
      'aiko',
      'added removed changed',
    )
    expect(again).toMatchObject({ added: ['c'], removed: ['a'], changed: ['b'] })

    const { data } = await graph.graphql(
      `query ($id: ID!, $serverId: ID!) {
        viewer { subject connections { id server { name } } connection(id: $id) { status } }
        server(id: $serverId) { connection { id } }
        node(id: $id) { __typename }
      }`,
      { id: connection.id, serverId },
      'aiko',
    )
    expect(data.viewer.connections.map(({ id }: { id: string }) => id)).toContain(connection.id)
    expect(data.server.connection).toEqual({ id: connection.id })
    expect(data.node).toEqual({ __typename: 'McpConnection' })

    const ended = await onConnection('unlinkServer', connection.id, 'aiko')
    expect(ended.connection).toMatchObject({ status: 'revoked', tokenSet: null, tools: [] })
    expect(await onConnection('unlinkServer', connection.id, 'aiko')).toMatchObject({
      connection: { status: 'revoked' },
    })

    const relinked = await link('aiko')
    expect(relinked.connection).toMatchObject({ id: connection.id, tokenVersion: 2 })
  })

  it('is ended by its person, who hears of it, though the server is withdrawn and seen no more', async () => {
    const { connection } = await link('dora')
    const heard = await subscribe('kind connectionId connection { status }', 'dora')
    await graph.graphql(
      `mutation { withdrawServer(serverId: "${serverId}") { __typename } }`,
      {},
      'owner',
    )
    for (const _twice of [1, 2])
      expect(await onConnection('unlinkServer', connection.id, 'dora')).toEqual({
        connection: null,
      })
    expect(await heard.next()).toEqual({
      kind: 'ended',
      connectionId: connection.id,
      connection: null,
    })
    heard.stop()
    const { data } = await graph.graphql('{ viewer { connections { id } } }', {}, 'dora')
    expect(data.viewer.connections).toEqual([])
  })

  it('is one, however often the same person links at once', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => link('aiko')))
    expect(new Set(results.map(({ connection }) => connection.id)).size).toBe(1)
    const row = await graph.database.mcpServer.findUniqueOrThrow({
      where: { id: atob(serverId).replace('Server:', '') },
    })
    expect(row.linkCount).toBe(1)
  })

  it('is refused with tokens that anybody could read', async () => {
    const input = { serverId, scopes: [], tokenSet: '{"access_token":"secret"}' }
    expect(await mutate('linkServer', 'input: $input', { input }, 'aiko')).toMatchObject({
      code: 'ERR_INPUT_INVALID',
    })
  })

  it('is refused for a server that is only a package', async () => {
    const { body } = await graph.rest('POST', '/registry/servers', {
      body: { ...manifest(`package-${count}`), url: null },
      as: 'owner',
    })
    const packageId = btoa(`Server:${body.id}`)
    expect(await link('aiko', { serverId: packageId })).toMatchObject({
      code: 'ERR_SERVER_NOT_LINKABLE',
    })
  })

  it('stays with its person when the server becomes private', async () => {
    const { connection } = await link('aiko')
    await graph.database.mcpServer.update({
      where: { id: atob(serverId).replace('Server:', '') },
      data: { visibility: 'private' },
    })
    const QUERY = `query ($id: ID!, $serverId: ID!) {
      viewer { connection(id: $id) { server { name } } } server(id: $serverId) { name }
    }`
    const mine = await graph.graphql(QUERY, { id: connection.id, serverId }, 'aiko')
    expect(mine.data.viewer.connection.server.name).toBe(`com.example/linked-${count}`)
    const other = await graph.graphql(QUERY, { id: connection.id, serverId }, 'ben')
    expect(other.data).toEqual({ viewer: { connection: null }, server: null })
  })
})

describe("another person's connection", () => {
  it('is neither read nor written, on any face', async () => {
    const { connection } = await link('aiko')
    const { lease: held } = await lease(connection.id, 1)
    const { id } = connection

    const read = await graph.graphql(
      `query ($id: ID!, $serverId: ID!) {
        node(id: $id) { id } server(id: $serverId) { connection { id } }
        viewer { connections(includeRevoked: true) { id } connection(id: $id) { id } runs(connectionId: $id) { edges { node { id } } } }
      }`,
      { id, serverId },
      'ben',
    )
    expect(read.data).toEqual({
      node: null,
      server: { connection: null },
      viewer: { connections: [], connection: null, runs: { edges: [] } },
    })

    expect(await onConnection('unlinkServer', id, 'ben')).toEqual({
      code: 'ERR_CONNECTION_NOT_FOUND',
    })
    expect(await lease(id, 1, 'ben')).toEqual({ code: 'ERR_CONNECTION_NOT_FOUND' })
    expect(
      await onConnection(
        'endConnectionRefresh',
        id,
        'ben',
        `, lease: "${held}", needsSignIn: true`,
      ),
    ).toEqual({ code: 'ERR_LEASE_LOST' })
    const renewal = { connectionId: id, lease: held, tokenSet: RESEALED, scopes: [] }
    expect(
      await mutate('renewConnection', 'input: $input', { input: renewal }, 'ben'),
    ).toMatchObject({ code: 'ERR_LEASE_LOST' })
    const tools = { connectionId: id, tools: [] }
    expect(
      await mutate('syncConnectionTools', 'input: $input', { input: tools }, 'ben'),
    ).toMatchObject({ code: 'ERR_CONNECTION_NOT_FOUND' })
    const run = { connectionId: id, toolName: 'a', input: {} }
    expect(await mutate('startToolRun', 'input: $input', { input: run }, 'ben')).toMatchObject({
      code: 'ERR_CONNECTION_NOT_FOUND',
    })

    const session = await graph.mcp('ben')
    const listed = await session.callTool({ name: 'list_connections', args: {} })
    expect(listed).toMatchObject({ result: { structuredContent: { connections: [] } } })
    const own = await graph.mcp('aiko')
    const mine = await own.callTool({ name: 'list_connections', args: {} })
    expect(JSON.stringify(mine)).toContain(`com.example/linked-${count}`)
    expect(JSON.stringify(mine)).not.toContain(SEALED)
  })

  it('needs connections:read to be seen, and connections:write for its token set', async () => {
    await link('aiko')
    const none = await graph.graphql(
      '{ viewer { subject connections { id } } }',
      {},
      {
        subject: 'aiko',
        scopes: [],
      },
    )
    expect(none.errors[0]?.extensions?.code).toBe('ERR_SCOPE_MISSING')
    const reader = { subject: 'aiko', scopes: ['connections:read'] }
    const some = await graph.graphql('{ viewer { connections { id } } }', {}, reader)
    expect(some.data.viewer.connections.length).toBeGreaterThan(0)
    const tokens = await graph.graphql('{ viewer { connections { tokenSet } } }', {}, reader)
    expect(tokens.errors[0]?.extensions?.code).toBe('ERR_SCOPE_MISSING')
    expect(tokens.text).not.toContain(SEALED)
    expect((await graph.graphql('{ viewer { subject } }')).data).toEqual({ viewer: null })
  })
})

describe('refreshing', () => {
  it('gives one lease to fifty who ask at once', async () => {
    const { connection } = await link('aiko')
    const answers = await Promise.all(Array.from({ length: 50 }, () => lease(connection.id, 1)))
    expect(answers.filter((answer) => answer.lease !== null)).toHaveLength(1)
    expect(answers.every((answer) => answer.connection.status === 'active')).toBe(true)
  })

  it('ends with the next version, and the lease is free again', async () => {
    const { connection } = await link('aiko')
    const { lease: held } = await lease(connection.id, 1)
    const input = {
      connectionId: connection.id,
      lease: held,
      tokenSet: RESEALED,
      scopes: ['rooms:read', 'rooms:write'],
      expiresAt: '2031-01-01T00:00:00Z',
    }
    const renewed = await mutate('renewConnection', 'input: $input', { input }, 'aiko', CONNECTION)
    expect(renewed.connection).toMatchObject({ tokenVersion: 2, tokenSet: RESEALED })
    expect(await mutate('renewConnection', 'input: $input', { input }, 'aiko')).toMatchObject({
      code: 'ERR_LEASE_LOST',
    })
    expect((await lease(connection.id, 1)).lease).toBeNull()
    expect((await lease(connection.id, 2)).lease).not.toBeNull()
  })

  it('can be given back, or end in sign-in', async () => {
    const { connection } = await link('aiko')
    const { lease: first } = await lease(connection.id, 1)
    await onConnection(
      'endConnectionRefresh',
      connection.id,
      'aiko',
      `, lease: "${first}", needsSignIn: false`,
    )
    const { lease: second } = await lease(connection.id, 1)
    expect(second).not.toBeNull()
    const ended = await onConnection(
      'endConnectionRefresh',
      connection.id,
      'aiko',
      `, lease: "${second}", needsSignIn: true`,
    )
    expect(ended.connection).toMatchObject({ status: 'needs_sign_in', tokenSet: null })
    expect((await lease(connection.id, 1)).lease).toBeNull()
  })

  it('ends in sign-in, never in a second try, when its holder died', async () => {
    const { connection } = await link('aiko')
    const { lease: held } = await lease(connection.id, 1)
    const { store, viewer, id } = inside(connection.id)
    const early = new Date(Date.now() + 30_000)
    expect(await leaseAt(store, viewer, id, early)).toBeUndefined()
    expect(await store.find(viewer, id)).toMatchObject({ status: 'active' })

    const late = new Date(Date.now() + 61_000)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => leaseAt(store, viewer, id, late)),
    )
    expect(answers.every((answer) => answer === undefined)).toBe(true)
    expect(await store.find(viewer, id)).toMatchObject({ status: 'needs_sign_in' })

    const input = { connectionId: connection.id, lease: held, tokenSet: RESEALED, scopes: [] }
    expect(await mutate('renewConnection', 'input: $input', { input }, 'aiko')).toMatchObject({
      code: 'ERR_LEASE_LOST',
    })
    const events = await graph.database.event.findMany({
      where: { audience: 'aiko', payload: { path: ['connectionId'], equals: id } },
      orderBy: { id: 'asc' },
    })
    expect(events.map(({ payload }) => Object(payload).kind)).toEqual(['linked', 'needs_sign_in'])
  })
})

function inside(nodeId: string) {
  const viewer = { subject: 'aiko', clientId: 'test-client', scopes: [] }
  return { store: graph.services.connections, viewer, id: atob(nodeId).split(':')[1] ?? '' }
}

function leaseAt(
  store: TestGraph['services']['connections'],
  viewer: Parameters<typeof store.lease>[0],
  connectionId: string,
  now: Date,
) {
  const until = new Date(now.getTime() + 60_000)
  return store.lease(viewer, { connectionId, tokenVersion: 1, now, until })
}

describe('a run', () => {
  it('is recorded once, newest first, and read by its person', async () => {
    const { connection } = await link('aiko')
    const start = { connectionId: connection.id, toolName: 'book', input: { room: 'A\u0000' } }
    const { run } = await mutate(
      'startToolRun',
      'input: $input',
      { input: start },
      'aiko',
      'run { id status input connection { id } }',
    )
    expect(run).toMatchObject({ status: 'running', input: { room: 'A\uFFFD' } })

    const end = { runId: run.id, status: 'succeeded', output: { ok: true } }
    const finished = await mutate(
      'finishToolRun',
      'input: $input',
      { input: end },
      'aiko',
      'run { status output endedAt }',
    )
    expect(finished.run).toMatchObject({ status: 'succeeded', output: { ok: true } })
    expect(await mutate('finishToolRun', 'input: $input', { input: end }, 'aiko')).toMatchObject({
      code: 'ERR_RUN_FINISHED',
    })
    expect(await mutate('finishToolRun', 'input: $input', { input: end }, 'ben')).toMatchObject({
      code: 'ERR_RUN_NOT_FOUND',
    })

    const { data, errors } = await graph.graphql(
      `query ($id: ID!, $run: ID!) {
        viewer { run(id: $run) { toolName } runs(first: 1, connectionId: $id) { edges { cursor node { id toolName } } pageInfo { hasNextPage } } }
      }`,
      { id: connection.id, run: run.id },
      'aiko',
    )
    expect(errors).toEqual([])
    expect(data.viewer.runs.edges).toMatchObject([{ node: { id: run.id, toolName: 'book' } }])
  })

  it('is one of thirty at most that a person has running, however many begin in one moment', async () => {
    const { connection } = await link('cleo')
    const input = { connectionId: connection.id, toolName: 'book', input: {} }
    const start = () => mutate('startToolRun', 'input: $input', { input }, 'cleo', 'run { id }')
    const begun = await Promise.all(Array.from({ length: 34 }, start))
    const runs = begun.filter(({ run }) => run)
    expect(runs).toHaveLength(30)
    expect(begun.filter(({ code }) => code === 'ERR_TOO_MANY_RUNS')).toHaveLength(4)

    const end = { runId: runs[0]?.run.id, status: 'cancelled' }
    await mutate('finishToolRun', 'input: $input', { input: end }, 'cleo')
    expect((await start()).run).toBeDefined()
    expect(await start()).toMatchObject({ code: 'ERR_TOO_MANY_RUNS' })

    // A run whose process died is not waited for.
    const aged = { startedAt: new Date(Date.now() - 16 * 60_000) }
    await graph.database.toolRun.updateMany({ where: { agentUserId: 'cleo' }, data: aged })
    expect((await start()).run).toBeDefined()
  })

  it('needs a connection that stands', async () => {
    const { connection } = await link('aiko')
    await onConnection('unlinkServer', connection.id, 'aiko')
    const input = { connectionId: connection.id, toolName: 'book', input: {} }
    expect(await mutate('startToolRun', 'input: $input', { input }, 'aiko')).toMatchObject({
      code: 'ERR_CONNECTION_INACTIVE',
    })
  })
})

describe('subscribing', () => {
  it('hears its own connections and nobody else’s, from the answer on', async () => {
    const heard = await subscribe('kind connection { status }', 'carol')
    await link('aiko')
    const { connection } = await link('carol')
    await onConnection('unlinkServer', connection.id, 'carol')
    expect(await heard.next()).toMatchObject({ kind: 'linked' })
    expect(await heard.next()).toEqual({ kind: 'ended', connection: { status: 'revoked' } })
    heard.stop()
  })
})

async function subscribe(fields: string, as: Caller) {
  const stop = new AbortController()
  const response = await graph.fetch(
    '/graphql',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: `subscription { connectionChanged { ${fields} } }` }),
      signal: stop.signal,
    },
    as,
  )
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  return { ...readEvents(response), stop: () => stop.abort() }
}

function readEvents(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    async next() {
      for (;;) {
        const found = /event: next\ndata: (.+)\n\n/.exec(text)
        if (found) {
          text = text.slice(found.index + found[0].length)
          return JSON.parse(found[1] ?? '').data.connectionChanged
        }
        const chunk = await reader?.read()
        if (!chunk || chunk.done) throw new Error(`The stream has ended: ${text}`)
        text += chunk.value
      }
    },
  }
}

it('never met a fault', () => {
  expect(graph.faults).toEqual([])
})
