import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestGraph, manifest, tool, type TestGraph } from './graph-fixture.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await createTestGraph()
  await graph.rest('POST', '/registry/servers', { body: manifest('here'), as: 'aiko' })
})
afterAll(() => graph.close())

const JSON_BODY = { 'content-type': 'application/json' }
const TEN_MEGABYTES = `{"query":"${'x'.repeat(10_000_000)}"}`
const UNKNOWN = '01900000-0000-7000-8000-000000000000'
/** What must stand in no answer: a stack, a path of ours, a driver's or a parser's own words. */
const LEAK = /\bat .+\.ts|node_modules|prisma|postgres|SyntaxError|in JSON at|invocation|TypeError/i

/** Texts that break what is careless: NUL, half a surrogate pair, markup, SQL, traversal, direction marks. */
const HOSTILE = [
  'a\u0000b',
  '\uD800',
  `'; DROP TABLE graph."McpServer"; --`,
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '\u202Eevil',
  '%00%ff',
  '💥'.repeat(100),
]

describe('GraphQL', () => {
  it.each([
    ['broken JSON', '{bad', 400, 'ERR_BODY_INVALID'],
    ['no object', '[]', 400, 'ERR_BODY_INVALID'],
    ['no query', '{}', 400, undefined],
    ['a broken document', '{"query":"{"}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{"query":"{ serverz { id } }"}', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a wrong type', '{"query":"{ search(first: \\"x\\") { totalCount } }"}', 400, undefined],
    [
      'a wrong variable',
      '{"query":"query ($n: Int) { search(first: $n) { totalCount } }","variables":{"n":"x"}}',
      400,
      undefined,
    ],
    ['10 MB', TEN_MEGABYTES, 413, 'ERR_BODY_TOO_LARGE'],
    [
      'a deep query',
      '{"query":"{ servers { edges { node { tools { server { tools { server { id } } } } } } } }"}',
      400,
      'ERR_OPERATION_TOO_COMPLEX',
    ],
    [
      'many aliases',
      JSON.stringify({
        query: `{ ${Array.from({ length: 20 }, (_, n) => `a${n}: viewer { id }`).join(' ')} }`,
      }),
      400,
      'ERR_OPERATION_TOO_COMPLEX',
    ],
  ])('refuses %s in its own form', async (_what, body, status, code) => {
    const headers = { ...JSON_BODY, accept: 'application/graphql-response+json' }
    const response = await graph.fetch('/graphql', { method: 'POST', headers, body })
    const text = await response.text()
    expect(response.status).toBe(status)
    const { errors } = JSON.parse(text)
    expect(errors[0]).toMatchObject({ message: expect.any(String) })
    if (code) expect(errors[0].extensions.code).toBe(code)
    expect(text).not.toMatch(LEAK)
    expect(text).not.toContain('serverId')
  })

  it.each([
    ['{ node(id: "zzz") { id } }', 'ERR_ID_INVALID'],
    ['{ servers(after: "zzz") { edges { cursor } } }', 'ERR_INPUT_INVALID'],
    [`{ servers(after: "${btoa('GPC:S:nothing')}") { edges { cursor } } }`, 'ERR_CURSOR_INVALID'],
    ['{ servers(first: -1) { edges { cursor } } }', 'ERR_INPUT_INVALID'],
    ['{ search(after: "zzz") { totalCount } }', 'ERR_CURSOR_INVALID'],
    ['{ search(first: 1000) { totalCount } }', 'ERR_PAGE_SIZE_INVALID'],
    [`{ search(query: "${'word '.repeat(201)}") { totalCount } }`, 'ERR_QUERY_TOO_LONG'],
  ])('refuses the arguments of %s', async (query, code) => {
    const { errors, text } = await graph.graphql(query)
    expect(errors[0]?.extensions?.code).toBe(code)
    expect(text).not.toMatch(LEAK)
  })

  it.each(['categories', 'tags', 'health'])('refuses a filter by 51 %s', async (list) => {
    const values = 'open '.repeat(51)
    const filter = list === 'health' ? `[${values}]` : JSON.stringify(values.trim().split(' '))
    for (const field of ['search', 'servers']) {
      const { errors } = await graph.graphql(
        `{ ${field}(filter: { ${list}: ${filter} }) { totalCount } }`,
      )
      expect(errors[0]?.extensions?.code).toBe('ERR_FILTER_TOO_LONG')
    }
  })

  it('refuses requests that any page could make without a preflight', async () => {
    for (const [path, init] of [
      ['/graphql?query=%7Bviewer%7Bid%7D%7D', {}],
      [
        '/graphql',
        {
          method: 'POST',
          body: 'query={viewer{id}}',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        },
      ],
      [
        '/graphql',
        {
          method: 'POST',
          body: '{"query":"{viewer{id}}"}',
          headers: { 'content-type': 'text/plain' },
        },
      ],
    ] as const)
      expect((await graph.fetch(path, init)).status).toBe(403)
  })

  it('finds no server without a name', async () => {
    for (const args of ['', '(name: "")', '(id: "")'])
      expect(await graph.graphql(`{ server${args} { id } }`)).toMatchObject({
        data: { server: null },
        errors: [],
      })
  })

  it('suggests no field names', async () => {
    const { errors } = await graph.graphql('{ viewr { id } }')
    expect(errors[0]?.message).not.toContain('viewer')
  })

  it('answers unknown ids with null, and mutations of them with a refusal', async () => {
    const [server, connection, run] = ['Server', 'McpConnection', 'ToolRun'].map((type) =>
      btoa(`${type}:${UNKNOWN}`),
    )
    const { data, errors } = await graph.graphql(
      `mutation ($server: ID!, $connection: ID!, $run: ID!) {
        a: withdrawServer(serverId: $server) { ... on Refusal { code } }
        b: probeServer(serverId: $server) { ... on Refusal { code } }
        c: unlinkServer(connectionId: $connection) { ... on Refusal { code } }
        d: leaseConnectionRefresh(connectionId: $connection, tokenVersion: 1) { ... on Refusal { code } }
        e: finishToolRun(input: { runId: $run, status: failed }) { ... on Refusal { code } }
        f: withdrawServer(serverId: $connection) { ... on Refusal { code } }
        g: withdrawServer(serverId: "not an id") { ... on Refusal { code } }
        h: finishToolRun(input: { runId: $run, status: running }) { ... on Refusal { code } }
      }`,
      { server, connection, run },
      'aiko',
    )
    expect(errors).toEqual([])
    expect(Object.values(data).map((result) => Object(result).code)).toEqual([
      'ERR_SERVER_NOT_FOUND',
      'ERR_SERVER_NOT_FOUND',
      'ERR_CONNECTION_NOT_FOUND',
      'ERR_CONNECTION_NOT_FOUND',
      'ERR_RUN_NOT_FOUND',
      'ERR_ID_INVALID',
      'ERR_ID_INVALID',
      'ERR_INPUT_INVALID',
    ])
  })

  it.each(HOSTILE)('takes %j as text, in variables and in literals', async (text) => {
    const QUERY = `query ($t: String!) {
      server(name: $t) { id }
      search(query: $t, filter: { tags: [$t], region: $t, scope: $t, owner: $t }) { totalCount }
      servers(filter: { tags: [$t], region: $t, scope: $t, owner: $t }) { totalCount }
    }`
    const inVariables = await graph.graphql(QUERY, { t: text })
    expect(inVariables.errors).toEqual([])
    const literal = JSON.stringify(text)
    const inLiterals = await graph.graphql(
      QUERY.replace('query ($t: String!)', '').replaceAll('$t', literal),
    )
    // Half a pair cannot be written in a document at all.
    const codes = inLiterals.errors.map(({ extensions }) => extensions?.code)
    expect(codes).toEqual(text.isWellFormed() ? [] : ['GRAPHQL_PARSE_FAILED'])
  })
})

describe('REST', () => {
  it.each([
    ['broken JSON', 'POST', '/registry/servers', '{bad', 400, 'ERR_BODY_INVALID'],
    ['10 MB', 'POST', '/registry/servers', TEN_MEGABYTES, 413, 'ERR_BODY_TOO_LARGE'],
    ['a wrong query', 'GET', '/search?limit=many', undefined, 422, 'ERR_INPUT_INVALID'],
    ['an unknown parameter', 'GET', '/search?limitt=1', undefined, 422, 'ERR_INPUT_INVALID'],
    ['a broken cursor', 'GET', '/search?cursor=zzz', undefined, 400, 'ERR_CURSOR_INVALID'],
    [
      'a long query',
      'GET',
      `/search?q=${'word+'.repeat(201)}`,
      undefined,
      400,
      'ERR_QUERY_TOO_LONG',
    ],
    ['many tags', 'GET', `/search?tag=${'x,'.repeat(51)}`, undefined, 400, 'ERR_FILTER_TOO_LONG'],
    [
      'an unknown id',
      'GET',
      `/registry/servers/${UNKNOWN}`,
      undefined,
      404,
      'ERR_SERVER_NOT_FOUND',
    ],
    ['an unknown id', 'GET', `/health/${UNKNOWN}`, undefined, 404, 'ERR_SERVER_NOT_FOUND'],
    [
      'an unknown resource',
      'GET',
      '/registry/resources?uri=x',
      undefined,
      404,
      'ERR_SERVER_NOT_FOUND',
    ],
    ['no resource', 'GET', '/registry/resources', undefined, 422, 'ERR_INPUT_INVALID'],
    ['an unknown path', 'GET', '/registry/nothing', undefined, 404, 'ERR_NOT_FOUND'],
    ['a wrong method', 'POST', '/search', '{}', 405, 'ERR_METHOD_NOT_ALLOWED'],
  ] as const)('refuses %s as a problem', async (_what, method, path, body, status, code) => {
    const answer = await graph.rest(method, path, { body, as: 'aiko' })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ type: 'about:blank', status, code })
    expect(answer.text).not.toMatch(LEAK)
  })

  it('counts a query as it counts a wish: pasted data aside', async () => {
    const pasted = 'A'.repeat(2000)
    for (const path of ['/search', '/search/tools'])
      expect((await graph.rest('GET', `${path}?q=weather+${pasted}&tag=a,b`)).status).toBe(200)
  })

  it.each(HOSTILE)('takes %j as text', async (text) => {
    const encoded = encodeURIComponent(text.toWellFormed())
    expect((await graph.rest('GET', `/search?q=${encoded}&tag=${encoded}`)).status).toBe(200)
    expect((await graph.rest('GET', `/registry/servers/${encoded}`)).status).toBe(404)
    expect((await graph.rest('GET', `/registry/resources?uri=${encoded}`)).status).toBe(404)
  })
})

/** A cursor is neither secret nor signed: anybody can write one. */
describe('a cursor that somebody has written', () => {
  const at = '01900000-0000-7000-8000-000000000000'
  const search = { v: 2, k: 'server', q: 'weather', f: {}, r: [0, 0, at, {}] }
  const browse = { v: 2, k: 'server', q: '', f: {} }
  const toCursor = (wire: object) => Buffer.from(JSON.stringify(wire)).toString('base64url')

  it.each([
    ['/v0.1/servers', { n: 'a\u0000b', v: '1.0.0' }, 200],
    ['/v0.1/servers', { n: '\uD800', v: '\uDC00' }, 200],
    ['/v0.1/servers', { n: 'a', v: '1', q: 'a\u0000b', w: 'a\u0000b' }, 200],
    ['/v0.1/servers', { n: 'a', v: '1', u: '0000-01-01T00:00:00Z' }, 400],
    ['/search', { ...search, q: 'a\u0000b' }, 200],
    ['/search', { ...search, f: { region: '\u0000', tags: ['\u0000'], owner: '\u0000' } }, 200],
    ['/search', { ...search, r: [0, 0, at, { weather: 'weathe\u0000' }] }, 200],
    ['/search', { ...search, r: [0, 0, at, { weather: '\u0000' }] }, 400],
    ['/search', { ...browse, b: [1, 0, 1, '0000-01-01T00:00:00Z', at] }, 400],
  ])('is read or refused at %s: %j', async (path, wire, status) => {
    expect((await graph.rest('GET', `${path}?cursor=${toCursor(wire)}`)).status).toBe(status)
  })

  it('is read or refused in GraphQL', async () => {
    const after = btoa('GPC:S:\u0000')
    const { errors } = await graph.graphql(`{ servers(after: "${after}") { edges { cursor } } }`)
    expect(errors[0]?.extensions?.code).toBe('ERR_CURSOR_INVALID')
  })
})

describe('a manifest', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`)
  it.each([
    ['unknown fields', { secretField: 1 }],
    ['a name with two slashes', { name: 'com.example/a/b' }],
    ['a name without a slash', { name: 'weather' }],
    ['a name with dots up', { name: 'com.example/..' }],
    ['the version "latest"', { version: 'latest' }],
    ['a range of versions', { version: '^1.0.0' }],
    ['an endpoint with a password', { url: 'https://me:secret@bad.example/mcp' }],
    ['an endpoint with a fragment', { url: 'https://bad.example/mcp#x' }],
    ['an endpoint of another scheme', { url: 'javascript:alert(1)' }],
    ['a website of another scheme', { websiteUrl: 'javascript:alert(1)' }],
    ['an unknown category', { categories: ['everything'] }],
    ['a title of two lines', { title: 'a\nb' }],
    ['an empty title', { title: '  ' }],
    ['a tool twice', { tools: [tool('a'), tool('a')] }],
    [
      'a tool whose schema is no object',
      { tools: [tool('a', { inputSchema: { type: 'string' } })] },
    ],
    [
      'a schema that is too large',
      { tools: [tool('a', { inputSchema: { type: 'object', x: 'y'.repeat(70_000) } })] },
    ],
    ['a scope with a space', { scopes: [{ name: 'a b', description: 'x' }] }],
    ['wrong types', { tags: 'one', tools: {} }],
  ])('with %s is refused on every face', async (_what, wrong) => {
    const body = manifest('bad', wrong)
    const rest = await graph.rest('POST', '/registry/servers', { body, as: 'aiko' })
    expect(rest).toMatchObject({ status: 422, body: { code: 'ERR_INPUT_INVALID' } })

    const session = await graph.mcp('aiko')
    const outcome = await session.callTool({ name: 'register_server', args: body })
    expect(outcome).toMatchObject({ kind: 'tool_error' })
    expect(`${rest.text}${JSON.stringify(outcome)}`).not.toMatch(LEAK)
  })

  it('with a schema that is very deep ends in a refusal, not in a fault', async () => {
    const body = manifest('deep', { tools: [tool('a', { inputSchema: { type: 'object', deep } })] })
    const { status } = await graph.rest('POST', '/registry/servers', { body, as: 'aiko' })
    expect(status).toBe(400)
    const session = await graph.mcp('aiko')
    const outcome = await session.callTool({ name: 'register_server', args: body })
    expect(outcome).toMatchObject({ kind: 'tool_error' })
    const { errors } = await graph.graphql(
      `mutation ($input: PublishServerInput!) { publishServer(input: $input) { __typename } }`,
      { input: body },
      'aiko',
    )
    expect(errors[0]?.extensions?.code).toBe('ERR_INPUT_INVALID')
  })

  it.each(HOSTILE)('may say %j, and says it again as data', async (text) => {
    const index = HOSTILE.indexOf(text)
    const body = manifest(`hostile-${index}`, {
      description: text,
      tools: [
        tool('a', {
          description: text,
          inputSchema: { type: 'object', properties: { [text]: {} } },
        }),
      ],
    })
    const answer = await graph.rest('POST', '/registry/servers', { body, as: 'aiko' })
    expect(answer.status).toBe(201)
    expect(answer.body.tools[0].description).toBe(
      text.toWellFormed().replaceAll('\u0000', '\uFFFD'),
    )
  })
})

describe('MCP', () => {
  it('refuses unknown tools, unknown arguments and wrong types in its own form', async () => {
    const session = await graph.mcp()
    for (const [name, args] of [
      ['search_servers', { query: 1 }],
      ['search_servers', { query: 'x', more: true }],
      ['get_server', {}],
      ['get_server', { server: UNKNOWN }],
      ['search_servers', { query: 'x', cursor: 'zzz' }],
      ['search_servers', { query: 'x', tags: Array(51).fill('x') }],
    ] as const) {
      const outcome = await session.callTool({ name, args })
      expect(outcome).toMatchObject({ kind: 'tool_error' })
      expect(JSON.stringify(outcome)).not.toMatch(LEAK)
    }
    expect(await session.callTool({ name: 'no_such_tool', args: {} })).toMatchObject({
      kind: 'failed',
    })
  })

  it.each(HOSTILE)('takes %j as text', async (text) => {
    const session = await graph.mcp()
    for (const name of ['search_servers', 'search_tools']) {
      const outcome = await session.callTool({ name, args: { query: text } })
      expect(outcome).toMatchObject({ kind: 'result' })
    }
    const args = { query: 'x', tags: [text], categories: [text] }
    expect(await session.callTool({ name: 'search_servers', args })).toMatchObject({
      kind: 'result',
    })
    expect(await session.callTool({ name: 'get_server', args: { server: text } })).toMatchObject({
      kind: 'tool_error',
    })
  })

  it('refuses 10 MB', async () => {
    const response = await graph.fetch('/mcp', {
      method: 'POST',
      headers: JSON_BODY,
      body: TEN_MEGABYTES,
    })
    expect(response.status).toBe(413)
  })
})

describe('a token', () => {
  it.each([
    ['of another audience', { resource: 'https://other.test/mcp' }],
    ['that has expired', { expiresIn: -3600 }],
    ['of no algorithm', { header: { alg: 'none' } }],
    ['of another type', { header: { typ: 'JWT' } }],
  ])('%s is refused with a challenge by every face', async (_what, wrong) => {
    const good = { resource: 'https://graph.test/mcp', subject: 'aiko' }
    const isUnsigned = 'header' in wrong && wrong.header && 'alg' in wrong.header
    const token = isUnsigned
      ? unsigned((await graph.issuer.token(good)).split('.')[1] ?? '')
      : await graph.issuer.token({ ...good, ...wrong })
    const headers = { ...JSON_BODY, authorization: `Bearer ${token}` }
    for (const [path, init] of [
      ['/graphql', { method: 'POST', body: '{"query":"{ viewer { id } }"}' }],
      ['/search', {}],
      ['/mcp', { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' }],
    ] as const) {
      const response = await graph.fetch(path, { ...init, headers })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
    }
  })

  it('cannot be verified while its issuer is away, and that is no fault of the token', async () => {
    const other = await createTestGraph()
    other.issuer.fail(true)
    const answer = await other.rest('GET', '/search', { as: 'aiko' })
    expect(answer).toMatchObject({ status: 503, body: { code: 'ERR_ISSUER_UNAVAILABLE' } })
    await other.close()
  })
})

function unsigned(payload: string): string {
  return `${btoa('{"alg":"none","typ":"at+jwt"}').replaceAll('=', '')}.${payload}.`
}

it('never met a fault', () => {
  expect(graph.faults).toEqual([])
})
