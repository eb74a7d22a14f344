import type { Session } from '@toolgraph/mcp-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createTestGraph,
  gatedServer,
  manifest,
  tool,
  type Caller,
  type TestGraph,
} from './graph-fixture.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await createTestGraph()
})
afterAll(() => graph.close())

const PUBLISH = `mutation ($input: PublishServerInput!) {
  publishServer(input: $input) {
    __typename
    ... on PublishServerSuccess { created server { id name title version url oauthIssuer owner { name } } }
    ... on Refusal { code message }
  }
}`

async function publish(input: object, as: Caller = 'aiko') {
  const { data, errors } = await graph.graphql(PUBLISH, { input }, as)
  expect(errors).toEqual([])
  return data.publishServer
}

describe('the life of a server, over GraphQL', () => {
  it('is published, found, updated and withdrawn', async () => {
    graph.host('https://rooms.example', gatedServer('https://rooms.example', graph.issuer.issuer))
    const published = await publish(manifest('rooms'))
    expect(published).toMatchObject({
      __typename: 'PublishServerSuccess',
      created: true,
      server: { name: 'com.example/rooms', oauthIssuer: graph.issuer.issuer },
    })
    const { id } = published.server

    const found = await graph.graphql(
      `query ($id: ID!, $ja: String) {
        byName: server(name: "COM.example/rooms") { id }
        byId: server(id: $id) {
          toolCount scopes { name description(locale: $ja) } tools { name scopes fingerprint server { name } }
          versions { edges { node { version isLatest status manifest } } } health { state checkedAt } connection { id } readings { edges { node { state } } }
        }
        node(id: $id) { __typename ... on Server { name } }
        servers(first: 1) { totalCount edges { cursor node { name } } }
      }`,
      { id, ja: 'ja-JP' },
    )
    expect(found.errors).toEqual([])
    expect(found.data).toMatchObject({
      byName: { id },
      byId: {
        toolCount: 1,
        scopes: [{ name: 'rooms:read', description: '読む' }],
        tools: [{ name: 'look_up', scopes: ['rooms:read'], server: { name: 'com.example/rooms' } }],
        versions: {
          edges: [
            {
              node: {
                version: '1.0.0',
                isLatest: true,
                status: 'active',
                manifest: { name: 'com.example/rooms', version: '1.0.0' },
              },
            },
          ],
        },
        health: { state: 'unknown', checkedAt: null },
        connection: null,
      },
      node: { __typename: 'Server', name: 'com.example/rooms' },
      servers: { totalCount: 1, edges: [{ node: { name: 'com.example/rooms' } }] },
    })

    const updated = await graph.graphql(
      `mutation ($input: UpdateServerInput!) {
        updateServer(input: $input) {
          ... on UpdateServerSuccess { server { title tags description } }
          ... on Refusal { code }
        }
      }`,
      { input: { serverId: id, title: 'Meeting rooms', tags: ['Rooms', 'rooms'] } },
      'aiko',
    )
    expect(updated.data.updateServer.server).toEqual({
      title: 'Meeting rooms',
      tags: ['rooms'],
      description: 'Does what a rooms does',
    })

    const searched = await graph.graphql(`{
      search(query: "meeting rooms") {
        totalCount
        edges { cursor matchedTools node { name title tools { name } } }
        facets { categories { value count } }
        tools { tool { name } server { name } }
        pageInfo { hasNextPage endCursor }
      }
    }`)
    expect(searched.errors).toEqual([])
    expect(searched.data.search).toMatchObject({
      totalCount: 1,
      edges: [{ node: { title: 'Meeting rooms' } }],
      facets: { categories: [{ value: 'productivity', count: 1 }] },
    })

    const WITHDRAW = `mutation ($id: ID!) {
      withdrawServer(serverId: $id) {
        ... on WithdrawServerSuccess { server { status } } ... on Refusal { code }
      }
    }`
    const refused = await graph.graphql(WITHDRAW, { id }, 'ben')
    expect(refused.data.withdrawServer).toEqual({ code: 'ERR_FORBIDDEN' })
    const withdrawn = await graph.graphql(WITHDRAW, { id }, 'aiko')
    expect(withdrawn.data.withdrawServer.server).toEqual({ status: 'deleted' })

    const gone = await graph.graphql(
      `query ($id: ID!) {
        server(id: $id) { id } node(id: $id) { id } servers { totalCount }
        search(query: "meeting rooms") { totalCount } health(serverId: $id) { state }
      }`,
      { id },
    )
    expect(gone.data).toEqual({
      server: null,
      node: null,
      servers: { totalCount: 0 },
      search: { totalCount: 0 },
      health: null,
    })

    const again = await publish(manifest('rooms', { version: '1.1.0' }))
    expect(again).toMatchObject({ created: true, server: { id, version: '1.1.0' } })
  })
})

describe('the readings of a server', () => {
  it('come a page at a time, newest first, in both directions', async () => {
    const { server } = await publish(manifest('watched'))
    const mcpServerId = atob(server.id).replace('Server:', '')
    await graph.database.healthCheck.createMany({
      data: Array.from({ length: 5 }, (_, minute) => ({
        mcpServerId,
        status: minute % 2 ? ('open' as const) : ('down' as const),
        latencyMs: minute,
        checkedAt: new Date(Date.UTC(2026, 0, 1, 0, minute)),
      })),
    })
    const page = async (args: string) => {
      const { data, errors } = await graph.graphql(
        `query ($id: ID!) { server(id: $id) { readings(${args}) {
          edges { cursor node { latencyMs state } } pageInfo { hasNextPage hasPreviousPage endCursor }
        } } }`,
        { id: server.id },
      )
      expect(errors).toEqual([])
      return data.server.readings
    }
    const minutes = ({ edges }: { edges: { node: { latencyMs: number } }[] }) =>
      edges.map(({ node }) => node.latencyMs)

    const first = await page('first: 2')
    expect(minutes(first)).toEqual([4, 3])
    expect(first.pageInfo.hasNextPage).toBe(true)
    const second = await page(`first: 3, after: "${first.pageInfo.endCursor}"`)
    expect(minutes(second)).toEqual([2, 1, 0])
    expect(second.pageInfo.hasNextPage).toBe(false)
    expect(minutes(await page('last: 2'))).toEqual([1, 0])
    expect(minutes(await page(`last: 1, before: "${first.pageInfo.endCursor}"`))).toEqual([4])
  })
})

describe('publishing', () => {
  it('is the same when done twice, and never changes what a version stands for', async () => {
    const first = manifest('twice')
    expect(await publish(first)).toMatchObject({ created: true })
    expect(await publish({ ...first, title: 'Better words' })).toMatchObject({
      created: false,
      server: { title: 'Better words' },
    })
    expect(await publish({ ...first, url: 'https://moved.example/mcp' })).toMatchObject({
      created: false,
      server: { url: 'https://moved.example/mcp' },
    })
    expect(await publish({ ...first, tools: [tool('other')] })).toMatchObject({
      code: 'ERR_VERSION_IMMUTABLE',
    })
  })

  it('keeps the latest version in front when an older one comes later', async () => {
    await publish(manifest('versions', { version: '2.0.0', title: 'Two' }))
    expect(await publish(manifest('versions', { version: '1.9.0', title: 'One' }))).toMatchObject({
      created: true,
      server: { version: '2.0.0', title: 'Two' },
    })
  })

  it('grades and keeps what changed in the tools', async () => {
    await publish(manifest('graded'))
    const inputSchema = { type: 'object', properties: { what: {}, more: {} }, required: ['more'] }
    const tools = [tool('look_up', { inputSchema }), tool('added')]
    await publish(manifest('graded', { version: '1.0.1', tools }))
    const changes = await graph.database.toolChange.findMany({
      where: { server: { name: 'com.example/graded' } },
      orderBy: { id: 'asc' },
      select: { toolName: true, kind: true, severity: true },
    })
    expect(changes.slice(-2)).toEqual([
      { toolName: 'look_up', kind: 'changed', severity: 'breaking' },
      { toolName: 'added', kind: 'added', severity: 'notice' },
    ])
  })

  it('without tools leaves those that our own probe has read', async () => {
    graph.host('https://silent.example', async (request) => {
      const { id, method } = JSON.parse(await request.text())
      const result =
        method === 'server/discover'
          ? { supportedVersions: ['2026-07-28'], capabilities: { tools: {} } }
          : { tools: [tool('look_up')] }
      const more = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' }
      const serverInfo = { name: 'silent', version: '1' }
      return Response.json({ jsonrpc: '2.0', id, result: { ...result, ...more, serverInfo } })
    })
    const silent = (version: string) =>
      publish(manifest('silent', { version, tools: undefined, scopes: undefined }))
    const { server } = await silent('1.0.0')
    await graph.graphql(
      `mutation { probeServer(serverId: "${server.id}") { __typename } }`,
      {},
      'aiko',
    )
    const read = async () =>
      (
        await graph.graphql(
          '{ server(name: "com.example/silent") { tools { name } toolChanges { edges { node { kind } } } } }',
        )
      ).data.server
    const before = await read()
    expect(before).toMatchObject({ tools: [{ name: 'look_up' }], toolChanges: { edges: [] } })

    await silent('1.0.0')
    await silent('1.1.0')
    expect(await read()).toEqual(before)
    const input = { serverId: server.id, version: '1.1.0', status: 'deleted' }
    await graph.graphql(
      'mutation ($input: SetVersionStatusInput!) { setVersionStatus(input: $input) { __typename } }',
      { input },
      'aiko',
    )
    expect(await read()).toEqual(before)
  })

  it('gives a name to one owner, whatever its case', async () => {
    await publish(manifest('taken'), 'aiko')
    expect(await publish(manifest('taken'), 'ben')).toMatchObject({ code: 'ERR_SERVER_NAME_TAKEN' })
    const upper = { ...manifest('TAKEN'), url: 'https://other.example/mcp' }
    expect(await publish(upper, 'ben')).toMatchObject({ code: 'ERR_SERVER_NAME_TAKEN' })
    expect(await publish(upper, 'aiko')).toMatchObject({ code: 'ERR_SERVER_NAME_TAKEN' })
  })

  it('gives an endpoint to one server, also under two names at once', async () => {
    const url = 'https://one-place.example/mcp'
    const results = await Promise.all(
      ['a-1', 'a-2', 'a-3', 'a-4'].map((name) => publish(manifest(name, { url }))),
    )
    expect(results.filter(({ code }) => code === undefined)).toHaveLength(1)
    expect(results.filter(({ code }) => code === 'ERR_SERVER_URL_TAKEN')).toHaveLength(3)
  })

  it('makes one server of many publications of it at once', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => publish(manifest('at-once'))))
    expect(results.filter(({ created }) => created)).toHaveLength(1)
    expect(new Set(results.map(({ server }) => server.id)).size).toBe(1)
  })

  it('does not give an imported server to whoever asks for its name', async () => {
    await graph.database.mcpServer.create({
      data: {
        name: 'com.famous/server',
        nameKey: 'com.famous/server',
        title: 'Famous',
        description: 'Imported',
        version: '1.0.0',
        source: 'imported',
      },
    })
    const mine = { ...manifest('x'), name: 'com.famous/server' }
    expect(await publish(mine)).toMatchObject({ code: 'ERR_SERVER_NAME_TAKEN' })
  })

  it.each([
    ['http://rooms2.example/mcp', 'plain http'],
    ['https://127.0.0.1/mcp', 'loopback'],
    ['https://169.254.169.254/mcp', 'a metadata service'],
    ['https://[::ffff:10.0.0.1]/mcp', 'a mapped private address'],
    ['https://[64:ff9b::a00:1]/mcp', 'a translated private address'],
  ])('refuses the endpoint %s (%s)', async (url) => {
    expect(await publish(manifest('private-address', { url }))).toMatchObject({
      code: 'ERR_SERVER_URL_FORBIDDEN',
    })
  })

  it('takes a server that does not answer just now, without an issuer', async () => {
    expect(await publish(manifest('asleep'))).toMatchObject({ server: { oauthIssuer: null } })
  })

  it('believes no metadata that speaks of another resource', async () => {
    graph.host('https://liar.example', gatedServer('https://victim.example', graph.issuer.issuer))
    expect(await publish(manifest('liar'))).toMatchObject({ server: { oauthIssuer: null } })
  })

  it('needs a token, and the scope', async () => {
    const input = manifest('nobody')
    const anonymous = await graph.graphql(PUBLISH, { input })
    expect(anonymous.data.publishServer).toMatchObject({ code: 'ERR_SIGN_IN_REQUIRED' })
    const limited = await graph.graphql(PUBLISH, { input }, { subject: 'aiko', scopes: [] })
    expect(limited.data.publishServer).toMatchObject({ code: 'ERR_SCOPE_MISSING' })
  })
})

describe('the same life, over REST', () => {
  it('answers 201, then 200, and finds it by name and id', async () => {
    const { id: _none, ...body } = { id: '', ...manifest('resting') }
    const created = await graph.rest('POST', '/registry/servers', { body, as: 'aiko' })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ name: 'com.example/resting', toolCount: 1 })
    const again = await graph.rest('POST', '/registry/servers', { body, as: 'aiko' })
    expect(again.status).toBe(200)

    const { id } = created.body
    for (const reference of [
      id,
      'com.example%2Fresting',
      'com.example/resting',
      'COM.Example/Resting',
    ])
      expect((await graph.rest('GET', `/registry/servers/${reference}`)).body.id).toBe(id)
    const health = await graph.rest('GET', `/health/com.example%2Fresting`)
    expect(health.body).toMatchObject({ serverId: id, state: 'unknown' })
    const search = await graph.rest('GET', '/search?q=resting&category=productivity&limit=5')
    expect(search.body).toMatchObject({ totalCount: 1, servers: [{ id }] })
  })

  it('tells the texts of fields by language, which a version may still change', async () => {
    const fields = { room: { title: '部屋', options: { a: '会議室A' } } }
    const version = (ja: object) =>
      manifest('fields', { tools: [{ ...tool('look_up'), translations: { ja } }] })
    const QUERY = `query ($ja: String!, $en: String!) { server(name: "com.example/fields") {
      tools { fingerprint title(locale: $ja) ja: fieldTexts(locale: $ja) en: fieldTexts(locale: $en) } } }`
    const read = async () => {
      const { data } = await graph.graphql(QUERY, { ja: 'ja-JP', en: 'en' })
      return data.server.tools[0]
    }

    expect(await publish(version({ title: '調べる' }))).toMatchObject({ created: true })
    const before = await read()
    expect(before).toMatchObject({ title: '調べる', ja: null, en: null })
    expect(await publish(version({ title: '調べる', fields }))).toMatchObject({ created: false })
    expect(await read()).toEqual({ ...before, ja: fields })
  })

  it.each([
    ['a control character in a label', { room: { title: 'a\u0007' } }],
    ['a label without end', { room: { title: 'a'.repeat(201) } }],
    ['an unknown text', { room: { html: '<b>' } }],
    [
      'more fields than a form has',
      Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`f${n}`, {}])),
    ],
  ])('refuses texts of fields with %s', async (_case, fields) => {
    const tools = [{ ...tool('look_up'), translations: { ja: { fields } } }]
    expect(await publish(manifest('bad-fields', { tools }))).toMatchObject({
      code: 'ERR_INPUT_INVALID',
    })
  })

  it('takes icons, and only at addresses of pictures', async () => {
    const withIcon = (src: string) =>
      publish(
        manifest('icons', { icons: [{ src }], tools: [tool('look_up', { icons: [{ src }] })] }),
      )
    expect(await withIcon('javascript:alert(1)')).toMatchObject({ code: 'ERR_INPUT_INVALID' })
    expect(await withIcon('data:text/html,<p>')).toMatchObject({ code: 'ERR_INPUT_INVALID' })
    expect(await withIcon('https://rooms.example/icon.png')).toMatchObject({ created: true })
    expect(await withIcon('data:image/png;base64,AA==')).toMatchObject({ created: false })
  })

  it('challenges who may not', async () => {
    const body = manifest('resting-2')
    const anonymous = await graph.rest('POST', '/registry/servers', { body })
    expect(anonymous.status).toBe(401)
    expect(anonymous.headers.get('www-authenticate')).toMatch(
      /^Bearer scope="servers:write", resource_metadata="https:\/\/graph\.test\/\.well-known/,
    )
    const limited = await graph.rest('POST', '/registry/servers', {
      body,
      as: { subject: 'aiko', scopes: ['connections:read'] },
    })
    expect(limited.status).toBe(403)
    expect(limited.headers.get('www-authenticate')).toContain('error="insufficient_scope"')
  })

  it('names resources to an issuer, by their exact URI only', async () => {
    graph.host('https://known.example', gatedServer('https://known.example', graph.issuer.issuer))
    await publish(manifest('known', { translations: { ja: { title: '既知' } } }))
    const uri = encodeURIComponent('https://known.example/mcp')
    const resource = await graph.rest('GET', `/registry/resources?uri=${uri}`)
    expect(resource.body).toEqual({
      resource: 'https://known.example/mcp',
      name: 'com.example/known',
      title: 'The known',
      titles: { ja: '既知' },
      issuer: graph.issuer.issuer,
      scopes: [{ name: 'known:read', description: 'Read it', descriptions: { ja: '読む' } }],
    })
    expect((await graph.rest('GET', `/registry/resources?uri=${uri}%2F`)).status).toBe(404)
  })

  it('reads tokens for their owner alone, and compares metadata', async () => {
    const { status, body } = await graph.rest('POST', '/introspect', {
      as: 'aiko',
      body: { serverId: 'com.example/known' },
    })
    expect({ status, body }).toMatchObject({ status: 200, body: { consistent: true } })
    const foreign = await graph.rest('POST', '/introspect', {
      as: 'ben',
      body: { serverId: 'com.example/known', token: 'x' },
    })
    expect(foreign).toMatchObject({ status: 403, body: { code: 'ERR_FORBIDDEN' } })
    const own = await graph.rest('POST', '/introspect', {
      as: 'aiko',
      body: { serverId: 'com.example/known', token: 'x' },
    })
    expect(own).toMatchObject({ status: 200, body: { active: false } })
  })

  it('describes itself', async () => {
    const { body } = await graph.rest('GET', '/openapi.json')
    expect(Object.keys(body.paths)).toEqual([
      '/registry/servers',
      '/registry/servers/{id}/icon',
      '/registry/servers/{id}',
      '/registry/resources',
      '/search',
      '/search/tools',
      '/health/{id}',
      '/introspect',
      '/registry/namespaces',
      '/registry/reports',
      '/registry/owners/{id}/audit',
      '/registry/audit',
    ])
  })
})

describe('the same life, over MCP', () => {
  it('registers, finds and shows a server', async () => {
    const session = await graph.mcp('aiko')
    const call = async (from: Session, name: string, args: Record<string, unknown>) => {
      const outcome = await from.callTool({ name, args })
      return outcome.kind === 'result' ? outcome.result.structuredContent : outcome
    }
    expect(await call(session, 'register_server', manifest('agent'))).toMatchObject({
      created: true,
      server: { name: 'com.example/agent' },
    })
    const anyone = await graph.mcp()
    expect(await call(anyone, 'search_servers', { query: 'agent' })).toMatchObject({
      totalCount: 1,
      servers: [{ name: 'com.example/agent' }],
    })
    expect(await call(anyone, 'search_tools', { query: 'look up agent' })).toMatchObject({
      tools: expect.arrayContaining([expect.objectContaining({ name: 'look_up' })]),
    })
    const server = 'com.example/agent'
    expect(await call(anyone, 'get_server', { server })).toMatchObject({
      tools: [{ name: 'look_up' }],
    })
    expect(await call(anyone, 'check_health', { server })).toMatchObject({ state: 'unknown' })
    expect(await call(anyone, 'register_server', manifest('agent'))).toEqual({
      kind: 'sign_in_needed',
      scopes: ['servers:write'],
    })
  })
})

describe('a private server', () => {
  it('is seen by its owner, and by nobody else on any face', async () => {
    const published = await publish(manifest('secret', { visibility: 'private' }), 'aiko')
    const { id } = published.server
    const uuid = atob(id).replace('Server:', '')
    const tools = await graph.database.mcpTool.findMany({ where: { serverId: uuid } })
    const toolId = btoa(`Tool:${tools[0]?.id}`)

    const QUERY = `query ($id: ID!, $toolId: ID!) {
      byId: server(id: $id) { name } byName: server(name: "com.example/secret") { name }
      nodes(ids: [$id, $toolId]) { id } health(serverId: $id) { state }
      search(query: "secret") { totalCount edges { node { name } } tools { tool { name } } facets { categories { count } } }
      servers(filter: { tags: ["test"] }, first: 100) { edges { node { name } } }
    }`
    for (const as of [undefined, 'ben'] as const) {
      const { data } = await graph.graphql(QUERY, { id, toolId }, as)
      expect(JSON.stringify(data)).not.toContain('secret')
      expect(data).toMatchObject({ byId: null, byName: null, nodes: [null, null], health: null })
      for (const path of [
        `/registry/servers/${uuid}`,
        '/registry/servers/com.example%2Fsecret',
        `/health/${uuid}`,
      ])
        expect((await graph.rest('GET', path, { as })).status).toBe(404)
      expect((await graph.rest('GET', '/search?q=secret', { as })).body.totalCount).toBe(0)

      const session = await graph.mcp(as)
      for (const [name, args] of [
        ['get_server', { server: uuid }],
        ['check_health', { server: 'com.example/secret' }],
      ] as const) {
        const result = await session.callTool({ name, args })
        expect(result).toMatchObject({ kind: 'tool_error' })
      }
      for (const name of ['search_servers', 'search_tools']) {
        const result = await session.callTool({ name, args: { query: 'secret' } })
        expect(JSON.stringify(result)).not.toContain('com.example/secret')
      }
    }

    const owner = await graph.graphql(QUERY, { id, toolId }, 'aiko')
    expect(owner.data).toMatchObject({
      byId: { name: 'com.example/secret' },
      nodes: [{ id }, { id: toolId }],
      search: { totalCount: 1 },
    })
  })

  it('answers a stranger who would change it as if it were not there', async () => {
    const { server } = await publish(manifest('secret-2', { visibility: 'private' }), 'aiko')
    const { data } = await graph.graphql(
      `mutation ($id: ID!, $input: UpdateServerInput!) {
        withdrawServer(serverId: $id) { ... on Refusal { code } }
        updateServer(input: $input) { ... on Refusal { code } }
        probeServer(serverId: $id) { ... on Refusal { code } }
        linkServer(input: { serverId: $id, scopes: [] }) { ... on Refusal { code } }
      }`,
      { id: server.id, input: { serverId: server.id, title: 'Mine' } },
      'ben',
    )
    for (const result of Object.values(data))
      expect(result).toEqual({ code: 'ERR_SERVER_NOT_FOUND' })
  })
})

it('never met a fault', () => {
  expect(graph.faults).toEqual([])
})
