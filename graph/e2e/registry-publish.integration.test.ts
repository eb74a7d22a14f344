import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PackageCheck } from '../src/registry/package-ownership.ts'
import { createTestGraph, manifest, tool, type Caller, type TestGraph } from './graph-fixture.ts'

const OFFICIAL = 'io.modelcontextprotocol.registry/official'
const PUBLISHER = 'io.modelcontextprotocol.registry/publisher-provided'

let graph: TestGraph
beforeAll(async () => {
  graph = await createTestGraph()
})
afterAll(() => graph.close())

function serverJson(name: string, other: object = {}) {
  return {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: `com.example/${name}`,
    description: `Does what a ${name} does`,
    version: '1.0.0',
    packages: [
      {
        registryType: 'npm',
        identifier: `@example/${name}`,
        version: '1.0.0',
        transport: { type: 'stdio' },
      },
    ],
    ...other,
  }
}

async function send(method: string, path: string, body?: unknown, as: Caller = 'aiko') {
  const response = await graph.fetch(
    path,
    {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    as,
  )
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: JSON.parse(text) }
}

const publish = (body: unknown, as: Caller = 'aiko') => send('POST', '/v0.1/publish', body, as)
const at = (name: string, rest: string) => `/v0.1/servers/com.example%2F${name}${rest}`
const latestOf = async (name: string) =>
  (await graph.rest('GET', at(name, '/versions/latest'))).body?.server?.version

describe('POST /publish', () => {
  it('takes a server.json, and gives it back as it came', async () => {
    const sent = serverJson('kettle', {
      title: 'Kettle',
      remotes: [{ type: 'streamable-http', url: 'https://kettle.example/mcp' }],
      _meta: { [PUBLISHER]: { tool: 'by hand' }, 'com.example/other': { is: 'dropped' } },
    })
    const { status, body } = await publish(sent)
    expect(status, JSON.stringify(body)).toBe(200)
    const kept = { ...sent, _meta: { [PUBLISHER]: { tool: 'by hand' } } }
    expect(body.server).toEqual(kept)
    expect(Object.keys(body.server)).toEqual(Object.keys(kept))
    expect(body._meta[OFFICIAL]).toMatchObject({ status: 'active', isLatest: true })

    const found = await graph.graphql(
      `{ server(name: "com.example/kettle") { title url tags source tools { name } owner { type } }
         search(query: "kettle") { totalCount } }`,
    )
    expect(found.errors).toEqual([])
    expect(found.data).toEqual({
      server: {
        title: 'Kettle',
        url: 'https://kettle.example/mcp',
        tags: ['npm'],
        source: 'published',
        tools: [],
        owner: { type: 'person' },
      },
      search: { totalCount: 1 },
    })
  })

  it('publishes a version once', async () => {
    await publish(serverJson('toaster'))
    const { status, body } = await publish(serverJson('toaster', { description: 'Another one' }))
    expect([status, body.code]).toEqual([400, 'ERR_VERSION_TAKEN'])
  })

  it('names all that is wrong with it', async () => {
    const { status, body } = await publish(
      serverJson('broken', { version: '^1.0.0', websiteUrl: 'http://broken.example' }),
    )
    expect([status, body.code]).toEqual([422, 'ERR_SERVER_JSON_INVALID'])
    const places = body.errors.map(({ location }: { location: string }) => location)
    expect(places).toEqual(expect.arrayContaining(['body.version', 'body.websiteUrl']))
  })

  it.each(['', ' ', '..', '1.0\u0000', '1.0\u202E'])('takes no version %j', async (version) => {
    const { status, body } = await publish(serverJson('nameless', { version }))
    expect([status, body.code]).toEqual([422, 'ERR_SERVER_JSON_INVALID'])
  })

  it('keeps no publisher’s metadata above 4,096 bytes', async () => {
    const _meta = { [PUBLISHER]: { notes: 'あ'.repeat(1500) } }
    expect((await publish(serverJson('chatty', { _meta }))).status).toBe(422)
  })

  it('gives an address to one name only, whatever its place in the list', async () => {
    const remotes = (...hosts: string[]) => ({
      remotes: hosts.map((host) => ({
        type: 'streamable-http',
        url: `https://${host}.example/mcp`,
      })),
    })
    expect((await publish(serverJson('first', remotes('one', 'two')))).status).toBe(200)
    const { status, body } = await publish(serverJson('second', remotes('three', 'two')))
    expect([status, body.code]).toEqual([400, 'ERR_SERVER_URL_TAKEN'])
    expect(
      (await publish(serverJson('first', { ...remotes('two', 'one'), version: '1.1.0' }))).status,
    ).toBe(200)
  })

  it('asks for sign-in, for the scope, and for the name to be the publisher’s', async () => {
    const anonymous = await graph.rest('POST', '/v0.1/publish', { body: serverJson('mine') })
    expect(anonymous.status).toBe(401)
    expect(anonymous.headers.get('www-authenticate')).toMatch(/^Bearer .*servers:write/)
    expect((await publish(serverJson('mine'), { subject: 'aiko', scopes: [] })).status).toBe(403)

    await publish(serverJson('mine'))
    const foreign = await publish(serverJson('mine', { version: '2.0.0' }), 'ben')
    expect([foreign.status, foreign.body.code]).toEqual([403, 'ERR_SERVER_NAME_TAKEN'])
  })

  it('leaves the tools of an earlier publication in our own form as they are', async () => {
    await graph.rest('POST', '/registry/servers', { body: manifest('mixed'), as: 'aiko' })
    expect((await publish(serverJson('mixed', { version: '1.1.0' }))).status).toBe(200)
    const { data } = await graph.graphql(
      `{ server(name: "com.example/mixed") { version tools { name } toolChanges: tools { name } categories } }`,
    )
    expect(data.server).toMatchObject({
      version: '1.1.0',
      tools: [{ name: 'look_up' }],
      categories: ['productivity'],
    })
  })

  it('lets two publications of one version at the same moment be one', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => publish(serverJson('raced'))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
  })

  it.each(['text/plain', ''])('reads no body of the type "%s"', async (type) => {
    const response = await graph.fetch(
      '/v0.1/publish',
      { method: 'POST', headers: { 'content-type': type }, body: '{}' },
      'aiko',
    )
    expect(response.status).toBe(415)
  })
})

describe('the latest version', () => {
  it('is the highest by its numbers, whenever it came', async () => {
    for (const version of ['1.2.0', '1.10.0', '1.9.0', '1.10.0-beta.1', 'nightly'])
      expect((await publish(serverJson('numbers', { version }))).status).toBe(200)
    expect(await latestOf('numbers')).toBe('1.10.0')
  })

  it('is the later one of two that are no numbers', async () => {
    for (const version of ['blue', 'amber']) await publish(serverJson('words', { version }))
    expect(await latestOf('words')).toBe('amber')
  })

  it('is decided anew when one is deleted or comes back, and the server follows it', async () => {
    await graph.rest('POST', '/registry/servers', {
      as: 'aiko',
      body: manifest('moving', { tools: [tool('old')] }),
    })
    const next = manifest('moving', {
      version: '2.0.0',
      title: 'The second',
      url: 'https://moved.example/mcp',
      tools: [tool('new')],
    })
    await graph.rest('POST', '/registry/servers', { as: 'aiko', body: next })
    const read = async () =>
      (
        await graph.graphql(
          `{ server(name: "com.example/moving") { version title url tools { name } } }`,
        )
      ).data.server

    const second = {
      version: '2.0.0',
      title: 'The second',
      url: 'https://moved.example/mcp',
      tools: [{ name: 'new' }],
    }
    expect(await read()).toEqual(second)
    const path = at('moving', '/versions/2.0.0/status')
    expect((await send('PATCH', path, { status: 'deleted' })).status).toBe(200)
    expect(await latestOf('moving')).toBe('1.0.0')
    expect(await read()).toEqual({
      version: '1.0.0',
      title: 'The moving',
      url: 'https://moving.example/mcp',
      tools: [{ name: 'old' }],
    })
    expect((await send('PATCH', path, { status: 'active' })).status).toBe(200)
    expect(await read()).toEqual(second)
  })
})

describe('PATCH …/status', () => {
  it('changes one version, says since when and why, and does nothing twice', async () => {
    await publish(serverJson('aging'))
    const path = at('aging', '/versions/1.0.0/status')
    const change = { status: 'deprecated', statusMessage: 'Use com.example/young' }
    const { status, body } = await send('PATCH', path, change)
    expect(status).toBe(200)
    expect(body._meta[OFFICIAL]).toMatchObject({
      ...change,
      isLatest: true,
      statusChangedAt: body._meta[OFFICIAL].updatedAt,
    })
    const again = await send('PATCH', path, change)
    expect([again.status, again.body.code]).toEqual([400, 'ERR_VERSION_UNCHANGED'])
  })

  it.each([
    { status: 'active', statusMessage: 'Because' },
    { status: 'gone' },
    { status: 'deleted', statusMessage: 'x'.repeat(501) },
    {},
  ])('refuses %j', async (change) => {
    await publish(serverJson('steady'))
    const { status } = await send('PATCH', at('steady', '/versions/1.0.0/status'), change)
    expect(status).toBe(422)
  })

  it('changes all versions at once; deleted ones are tombstones for who asks, and gone for others', async () => {
    for (const version of ['1.0.0', '1.1.0']) await publish(serverJson('ending', { version }))
    const before = new Date().toISOString()
    const { status, body } = await send('PATCH', at('ending', '/status'), { status: 'deleted' })
    expect([status, body.updatedCount, body.servers.length]).toEqual([200, 2, 2])

    const get = async (path: string) => (await graph.rest('GET', path)).status
    expect(await get(at('ending', '/versions/latest'))).toBe(404)
    expect(await get(at('ending', '/versions'))).toBe(404)
    expect(await get(at('ending', '/versions/latest?include_deleted=true'))).toBe(200)
    const since = await graph.rest('GET', `/v0.1/servers?updated_since=${before}&search=ending`)
    expect(
      since.body.servers.map(
        (entry: { _meta: Record<string, { status: string; isLatest: boolean }> }) => [
          entry._meta[OFFICIAL]?.status,
          entry._meta[OFFICIAL]?.isLatest,
        ],
      ),
    ).toEqual([
      ['deleted', false],
      ['deleted', true],
    ])
    const gone = await graph.graphql(`{ server(name: "com.example/ending") { id } }`)
    expect(gone.data.server).toBeNull()

    const back = await send('PATCH', at('ending', '/status'), { status: 'active' })
    expect(back.body.updatedCount).toBe(2)
    expect(await latestOf('ending')).toBe('1.1.0')
  })

  it('is its owner’s to change: others are refused, and of a private one they learn nothing', async () => {
    await publish(serverJson('owned'))
    const path = at('owned', '/versions/1.0.0/status')
    expect((await send('PATCH', path, { status: 'deleted' }, 'ben')).status).toBe(403)
    await graph.rest('POST', '/registry/servers', {
      body: manifest('hidden', { visibility: 'private' }),
      as: 'aiko',
    })
    const hidden = at('hidden', '/versions/1.0.0/status')
    expect((await send('PATCH', hidden, { status: 'deleted' }, 'ben')).status).toBe(404)
    expect(
      (await send('PATCH', at('owned', '/versions/9.0.0/status'), { status: 'deleted' })).status,
    ).toBe(404)
  })
})

describe('a server that is updated without a new version', () => {
  it('says the same on every face, and goes on saying it', async () => {
    await graph.rest('POST', '/registry/servers', { body: manifest('told'), as: 'aiko' })
    const agent = await graph.mcp('aiko')
    const args = { server: 'com.example/told', title: 'Retold', description: 'Says it anew' }
    expect(await agent.callTool({ name: 'update_server', args })).toMatchObject({ kind: 'result' })
    const said = { title: 'Retold', description: 'Says it anew' }
    const { body } = await graph.rest('GET', at('told', '/versions/latest'))
    expect(body.server).toMatchObject(said)

    await graph.rest('POST', '/registry/servers', {
      body: manifest('told', { version: '2.0.0' }),
      as: 'aiko',
    })
    await send('PATCH', at('told', '/versions/2.0.0/status'), { status: 'deleted' })
    const { data } = await graph.graphql(
      `{ server(name: "com.example/told") { title description tools { name } } }`,
    )
    expect(data.server).toEqual({ ...said, tools: [{ name: 'look_up' }] })
  })
})

describe('a server that is withdrawn', () => {
  it('leaves a tombstone of each version, and comes back as it was', async () => {
    for (const version of ['1.0.0', '1.1.0', '1.2.0'])
      await publish(serverJson('resting', { version }))
    const old = { status: 'deprecated', statusMessage: 'Too old' }
    await send('PATCH', at('resting', '/versions/1.0.0/status'), old)
    await send('PATCH', at('resting', '/versions/1.2.0/status'), { status: 'deleted' })
    const statuses = async () => {
      const { body } = await graph.rest('GET', at('resting', '/versions?include_deleted=true'))
      return body.servers.map(
        (entry: { _meta: Record<string, { status: string }> }) => entry._meta[OFFICIAL]?.status,
      )
    }
    const { data } = await graph.graphql(`{ server(name: "com.example/resting") { id } }`)
    const change = async (verb: string) => {
      const { errors } = await graph.graphql(
        `mutation ($id: ID!) { ${verb}(serverId: $id) { __typename ... on Refusal { code } } }`,
        { id: data.server.id },
        'aiko',
      )
      expect(errors).toEqual([])
    }
    const since = new Date().toISOString()
    await change('withdrawServer')
    expect(await statuses()).toEqual(['deleted', 'deleted', 'deleted'])
    const changed = await graph.rest('GET', `/v0.1/servers?search=resting&updated_since=${since}`)
    expect(changed.body.metadata.count).toBe(2)

    await change('restoreServer')
    expect(await statuses()).toEqual(['deleted', 'active', 'deprecated'])
    expect(await latestOf('resting')).toBe('1.1.0')
  })

  it.each([
    ['withdrawn', 'withdrawServer'],
    ['deleted with a reason', { status: 'deleted', statusMessage: 'Gone' }],
  ] as const)('%s, and restored, has each status and its reason again', async (_how, by) => {
    const name = typeof by === 'string' ? 'silent' : 'reasoned'
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish(serverJson(name, { version }))
    const setStatus = (version: string, change: object) =>
      send('PATCH', at(name, `${version}/status`), change)
    await setStatus('/versions/1.0.0', { status: 'deprecated' })
    await setStatus('/versions/1.1.0', { status: 'deprecated', statusMessage: 'Old' })
    const stands = async () => {
      const { body } = await graph.rest('GET', at(name, '/versions?include_deleted=true'))
      return body.servers.map(({ _meta }: { _meta: Record<string, Official> }) => {
        const { status, statusMessage } = _meta[OFFICIAL] ?? {}
        return [status, statusMessage]
      })
    }
    const before = await stands()
    const { data } = await graph.graphql(`{ server(name: "com.example/${name}") { id } }`)
    const mutate = (verb: string) =>
      graph.graphql(
        `mutation ($id: ID!) { ${verb}(serverId: $id) { __typename ... on Refusal { code } } }`,
        { id: data.server.id },
        'aiko',
      )
    for (const _twice of [1, 2]) {
      await (typeof by === 'string' ? mutate(by) : setStatus('', by))
      expect((await stands()).map(([status]: string[]) => status)).toEqual(
        before.map(() => 'deleted'),
      )
      await mutate('restoreServer')
      expect(await stands()).toEqual(before)
    }
  })
})

describe('PUT …/versions/{version}', () => {
  it('writes a version anew, and the server with it', async () => {
    await publish(serverJson('draft'))
    const next = serverJson('draft', { title: 'Final', description: 'Better words' })
    const { status, body } = await send('PUT', at('draft', '/versions/1.0.0'), next)
    expect([status, body.server]).toEqual([200, next])
    const { data } = await graph.graphql(
      `{ server(name: "com.example/draft") { title description } }`,
    )
    expect(data.server).toEqual({ title: 'Final', description: 'Better words' })
  })

  it('keeps the tools that the version declares in our own form', async () => {
    await graph.rest('POST', '/registry/servers', { body: manifest('formed'), as: 'aiko' })
    const next = serverJson('formed', { title: 'Reformed', packages: [] })
    expect((await send('PUT', at('formed', '/versions/1.0.0'), next)).status).toBe(200)
    const { data } = await graph.graphql(
      `{ server(name: "com.example/formed") { title url tags tools { name } } }`,
    )
    expect(data.server).toEqual({
      title: 'Reformed',
      url: null,
      tags: ['test'],
      tools: [{ name: 'look_up' }],
    })
  })

  it('renames nothing, and makes no version', async () => {
    await publish(serverJson('fixed'))
    const put = (version: string, body: object, as: Caller = 'aiko') =>
      send('PUT', at('fixed', `/versions/${version}`), body, as)
    expect((await put('1.0.0', serverJson('other'))).status).toBe(400)
    expect((await put('1.0.0', serverJson('fixed', { version: '1.0.1' }))).status).toBe(400)
    expect((await put('9.0.0', serverJson('fixed', { version: '9.0.0' }))).status).toBe(404)
    expect((await put('1.0.0', serverJson('fixed'), 'ben')).status).toBe(403)
    expect((await send('DELETE', at('fixed', '/versions/1.0.0'))).status).toBe(501)
  })
})

describe('POST /validate', () => {
  it('answers 200 whatever is sent', async () => {
    const validate = async (body: string) => {
      const response = await graph.fetch('/v0.1/validate', { method: 'POST', body })
      return [response.status, ((await response.json()) as { valid: boolean }).valid]
    }
    expect(await validate(JSON.stringify(serverJson('any')))).toEqual([200, true])
    expect(await validate(JSON.stringify(serverJson('any', { version: 'latest' })))).toEqual([
      200,
      false,
    ])
    expect(await validate('not json')).toEqual([200, false])
    expect(await validate('')).toEqual([200, false])
  })
})

describe('the same verbs, over GraphQL', () => {
  it('publish, edit, deprecate and delete versions, and page through them', async () => {
    const PUBLISH = `mutation ($json: JSON!) { publishServerJson(serverJson: $json) {
      ... on PublishServerJsonSuccess { server { id } } ... on Refusal { code } } }`
    const EDIT = `mutation ($input: EditVersionInput!) { editVersion(input: $input) {
      ... on EditVersionSuccess { server { title } } ... on Refusal { code } } }`
    const SET = `mutation ($input: SetVersionStatusInput!) { setVersionStatus(input: $input) {
      ... on SetVersionStatusSuccess { versions server { version status } } ... on Refusal { code } } }`
    const run = async (query: string, variables: object, as: Caller = 'aiko') => {
      const { data, errors } = await graph.graphql(query, variables, as)
      expect(errors).toEqual([])
      return Object.values(data)[0]
    }
    const published = (await run(PUBLISH, { json: serverJson('graphed') })) as {
      server: { id: string }
    }
    const serverId = published.server.id
    await run(PUBLISH, { json: serverJson('graphed', { version: '2.0.0' }) })
    expect(await run(PUBLISH, { json: serverJson('graphed') })).toEqual({
      code: 'ERR_VERSION_TAKEN',
    })
    expect(await run(PUBLISH, { json: { name: 'x' } })).toEqual({ code: 'ERR_SERVER_JSON_INVALID' })

    const next = serverJson('graphed', { version: '2.0.0', title: 'Drawn' })
    const edit = { input: { serverId, version: '2.0.0', serverJson: next } }
    expect(await run(EDIT, edit)).toEqual({ server: { title: 'Drawn' } })
    expect(await run(EDIT, edit, 'ben')).toEqual({ code: 'ERR_FORBIDDEN' })

    const change = { serverId, version: '2.0.0', status: 'deleted', statusMessage: 'It leaks' }
    expect(await run(SET, { input: change }, 'ben')).toEqual({ code: 'ERR_FORBIDDEN' })
    expect(await run(SET, { input: change })).toEqual({
      versions: ['2.0.0'],
      server: { version: '1.0.0', status: 'active' },
    })

    const { data } = await graph.graphql(
      `query ($id: ID!) { server(id: $id) {
        standing: versions { edges { node { version } } }
        first: versions(first: 1, includeDeleted: true) {
          edges { cursor node { version status statusMessage manifest definition } } pageInfo { hasNextPage } }
      } }`,
      { id: serverId },
    )
    expect(data.server).toMatchObject({
      standing: { edges: [{ node: { version: '1.0.0' } }] },
      first: {
        edges: [
          {
            node: {
              version: '2.0.0',
              status: 'deleted',
              statusMessage: 'It leaks',
              manifest: next,
              definition: null,
            },
          },
        ],
        pageInfo: { hasNextPage: true },
      },
    })
    const after = data.server.first.edges[0].cursor
    const rest = await graph.graphql(
      `query ($id: ID!, $after: String!) { server(id: $id) {
        versions(after: $after, includeDeleted: true) { edges { node { version } } pageInfo { hasNextPage } } } }`,
      { id: serverId, after },
    )
    expect(rest.data.server.versions).toEqual({
      edges: [{ node: { version: '1.0.0' } }],
      pageInfo: { hasNextPage: false },
    })
  })
})

describe('the same verbs, over MCP', () => {
  it('update a server and withdraw it, for its owner alone', async () => {
    await graph.rest('POST', '/registry/servers', { body: manifest('agented'), as: 'aiko' })
    const [aiko, ben] = [await graph.mcp('aiko'), await graph.mcp('ben')]
    const server = 'com.example/agented'
    const refused = await ben.callTool({
      name: 'update_server',
      args: { server, title: 'Mine now' },
    })
    expect(JSON.stringify(refused)).toContain('your role there does not allow it')
    expect(
      await aiko.callTool({ name: 'update_server', args: { server, title: 'Renewed' } }),
    ).toMatchObject({
      kind: 'result',
      result: {
        structuredContent: {
          server: { title: 'Renewed', description: 'Does what a agented does' },
        },
      },
    })
    expect(
      JSON.stringify(await ben.callTool({ name: 'withdraw_server', args: { server } })),
    ).toContain('your role there does not allow it')
    expect(await aiko.callTool({ name: 'withdraw_server', args: { server } })).toMatchObject({
      kind: 'result',
      result: { structuredContent: { name: server, status: 'deleted' } },
    })
    const tombstone = await graph.rest(
      'GET',
      at('agented', '/versions/latest?include_deleted=true'),
    )
    expect(tombstone.body._meta[OFFICIAL]).toMatchObject({ status: 'deleted' })
    expect((await graph.rest('GET', at('agented', '/versions/latest'))).status).toBe(404)
  })
})

describe('packages, where this registry checks whose they are', () => {
  it('are published when they say so themselves; no answer is no proof', async () => {
    const services: { checkPackage?: PackageCheck | undefined } = graph.services
    const before = services.checkPackage
    let verdict: Awaited<ReturnType<PackageCheck>> = 'foreign'
    Object.assign(services, { checkPackage: async () => verdict })
    const send = async () => {
      const { status, body } = await publish(serverJson('boxed'))
      return [status, body.code]
    }
    expect(await send()).toEqual([400, 'ERR_PACKAGE_NOT_YOURS'])
    verdict = 'unreadable'
    expect(await send()).toEqual([503, 'ERR_PACKAGE_UNREADABLE'])
    expect((await graph.rest('GET', at('boxed', '/versions'))).status).toBe(404)
    verdict = 'owned'
    expect(await send()).toEqual([200, undefined])
    Object.assign(services, { checkPackage: before })
  })
})

interface Official {
  status?: string
  statusMessage?: string
}
