import { validateServerJson } from '@toolgraph/server-json'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestGraph, manifest, type Caller, type TestGraph } from './graph-fixture.ts'

const OFFICIAL = 'io.modelcontextprotocol.registry/official'
const OURS = 'dev.toolgraph/registry'

let graph: TestGraph
beforeAll(async () => {
  graph = await createTestGraph()
  for (const name of ['anvil', 'bellows', 'chisel', 'drill_100', 'drillX100'])
    await publish(manifest(name))
  await publish(manifest('anvil', { version: '1.10.0' }))
  await publish(manifest('anvil', { version: '1.9.0' }))
  await publish(manifest('secret', { visibility: 'private' }))
})
afterAll(() => graph.close())

async function publish(body: object, as: Caller = 'aiko') {
  const { status, text } = await graph.rest('POST', '/registry/servers', { body, as })
  expect(status, text).toBeLessThan(300)
}

const get = (path: string, as?: Caller) => graph.rest('GET', path, as ? { as } : {})

async function names(path: string, as?: Caller): Promise<string[]> {
  const { body, status, text } = await get(path, as)
  expect(status, text).toBe(200)
  return body.servers.map(
    ({ server }: { server: { name: string; version: string } }) =>
      `${server.name.replace('com.example/', '')}@${server.version}`,
  )
}

describe('GET /servers', () => {
  it.each(['/v0.1/servers', '/v0/servers', '/servers'])('%s lists every version', async (path) => {
    expect(await names(path)).toEqual([
      'anvil@1.0.0',
      'anvil@1.10.0',
      'anvil@1.9.0',
      'bellows@1.0.0',
      'chisel@1.0.0',
      'drillX100@1.0.0',
      'drill_100@1.0.0',
    ])
  })

  it('says of each what the standard says, and what only we know', async () => {
    const { body, headers } = await get('/v0.1/servers?search=anvil&version=latest')
    expect(headers.get('content-type')).toBe('application/json')
    expect(body).toEqual({
      servers: [
        {
          server: expect.objectContaining({ name: 'com.example/anvil', version: '1.10.0' }),
          _meta: {
            [OFFICIAL]: {
              status: 'active',
              statusChangedAt: expect.stringMatching(/Z$/),
              publishedAt: expect.stringMatching(/Z$/),
              updatedAt: expect.stringMatching(/Z$/),
              isLatest: true,
            },
            [OURS]: {
              health: { state: 'unknown' },
              toolCount: 1,
              toolsFingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
              isVerified: false,
            },
          },
        },
      ],
      metadata: { count: 1 },
    })
    expect(validateServerJson(body.servers[0].server)).toEqual({ valid: true, issues: [] })
  })

  it('finds a part of a name whatever its case, and takes the signs of a pattern for signs', async () => {
    expect(await names('/v0.1/servers?search=EXAMPLE%2Fch')).toEqual(['chisel@1.0.0'])
    expect(await names('/v0.1/servers?search=l_1')).toEqual(['drill_100@1.0.0'])
    expect(await names('/v0.1/servers?search=%25')).toEqual([])
    expect(await names('/v0.1/servers?search=%5C')).toEqual([])
  })

  it('finds the latest versions, or one exactly', async () => {
    expect(await names('/v0.1/servers?version=latest&limit=2')).toEqual([
      'anvil@1.10.0',
      'bellows@1.0.0',
    ])
    expect(await names('/v0.1/servers?version=1.9.0')).toEqual(['anvil@1.9.0'])
  })

  it('is paged through by a cursor that needs no encoding and remembers what was asked', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      // As VS Code does it: the search is dropped, the cursor is pasted as it came.
      const path: string = cursor
        ? `/v0.1/servers?limit=1&cursor=${cursor}`
        : '/v0.1/servers?limit=1&version=latest&search=dri'
      seen.push(...(await names(path)))
      cursor = (await get(path)).body.metadata.nextCursor
      expect(cursor ?? 'none').toMatch(/^[\w-]+$/)
    } while (cursor)
    expect(seen).toEqual(['drillX100@1.0.0', 'drill_100@1.0.0'])
  })

  it.each([
    ['limit=0', 422],
    ['limit=101', 422],
    ['limit=ten', 422],
    ['include_deleted=maybe', 422],
    ['updated_since=yesterday', 400],
    ['updated_since=2025-13-01T00:00:00Z', 400],
    ['updated_since=2025-02-30T00:00:00Z', 400],
    ['updated_since=0000-01-01T00:00:00Z', 400],
    ['updated_since=9999-12-31T23:59:59-01:00', 400],
    ['updated_since=2025-08-07T13:15:04Z&include_deleted=false', 400],
    ['cursor=com.example/anvil:1.0.0', 400],
    ['search=%00', 400],
  ])('refuses %s with %i', async (query, status) => {
    const answer = await get(`/v0.1/servers?${query}`)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body).toMatchObject({
      title: expect.any(String),
      status,
      detail: expect.any(String),
      error: answer.body.detail,
    })
  })

  it('tells what changed since a moment, in any of its spellings', async () => {
    const since = new Date(Date.now() - 60_000).toISOString().replace('Z', '+00:00')
    expect(await names(`/v0.1/servers?updated_since=${since}`)).toHaveLength(7)
    expect(await names('/v0.1/servers?updated_since=2999-01-01T00:00:00Z')).toEqual([])
  })

  it('shows a private server to its owner alone', async () => {
    expect(await names('/v0.1/servers?search=secret')).toEqual([])
    expect(await names('/v0.1/servers?search=secret', 'ben')).toEqual([])
    expect(await names('/v0.1/servers?search=secret', 'aiko')).toEqual(['secret@1.0.0'])
    expect(await names('/v0.1/servers?search=secret&include_deleted=true', 'ben')).toEqual([])
    const path = '/v0.1/servers/com.example%2Fsecret/versions/latest'
    expect((await get(path)).status).toBe(404)
    expect((await get(path, 'aiko')).status).toBe(200)
  })
})

describe('GET /servers/{serverName}/versions', () => {
  it.each(['com.example%2Fanvil', 'com.example/anvil'])(
    'lists those of %s, newest first',
    async (name) => {
      expect(await names(`/v0.1/servers/${name}/versions`)).toEqual([
        'anvil@1.9.0',
        'anvil@1.10.0',
        'anvil@1.0.0',
      ])
    },
  )

  it('finds one version, and the latest by its number, not by its date', async () => {
    const base = '/v0.1/servers/com.example%2Fanvil/versions'
    expect((await get(`${base}/1.9.0`)).body).toMatchObject({
      server: { version: '1.9.0' },
      _meta: { [OFFICIAL]: { isLatest: false } },
    })
    expect((await get(`${base}/latest`)).body.server.version).toBe('1.10.0')
  })

  it.each([
    '/v0.1/servers/com.example%2Fnothing/versions',
    '/v0.1/servers/com.example%2Fnothing/versions/latest',
    '/v0.1/servers/com.example%2Fanvil/versions/9.9.9',
    '/v0.1/servers/com.example%2Fanvil',
    '/v0.1/servers/com.example%2Fanvil/versions/1.0.0/tools',
    '/v0.1/nothing',
  ])('%s is not there', async (path) => {
    const { status, headers, body } = await get(path)
    expect({ status, type: headers.get('content-type'), error: body.error }).toEqual({
      status: 404,
      type: 'application/problem+json',
      error: body.detail,
    })
  })
})

describe('the address', () => {
  it('with a slash at its end leads to the one without', async () => {
    const response = await graph.fetch('/v0.1/servers/?limit=2')
    expect([response.status, response.headers.get('location')]).toEqual([
      308,
      '/v0.1/servers?limit=2',
    ])
  })

  it('with a NUL in it is refused', async () => {
    expect((await get('/v0.1/servers/com.example%2Fa%00/versions')).status).toBe(400)
  })

  it('may be asked by any page, as the preflight of Copilot needs it', async () => {
    const preflight = await graph.fetch('/v0.1/servers', {
      method: 'OPTIONS',
      headers: { origin: 'https://github.com', 'access-control-request-method': 'GET' },
    })
    const answer = await graph.fetch('/v0.1/servers')
    for (const response of [preflight, answer]) {
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(response.headers.get('access-control-allow-methods')).toMatch(/^GET, OPTIONS/)
      expect(response.headers.get('access-control-allow-headers')).toBe(
        'Authorization, Content-Type',
      )
      expect(response.headers.get('access-control-max-age')).toBe('86400')
    }
    expect(preflight.status).toBe(204)
  })

  it('answers how the service is', async () => {
    expect((await get('/v0.1/ping')).body).toEqual({ pong: true })
    expect((await get('/v0.1/health')).body).toEqual({ status: 'ok' })
    expect((await get('/v0/version')).body).toEqual({ version: '0.0.0' })
  })
})

describe('the description of the API', () => {
  it('names every operation of the standard, at the addresses that answer', async () => {
    const yaml = await graph.fetch('/v0.1/openapi.yaml')
    expect(yaml.headers.get('content-type')).toMatch('yaml')
    const { paths } = JSON.parse(await yaml.text())
    const operations = Object.entries<object>(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path.replace('/v0.1', '')}`),
    )
    expect(operations).toEqual(
      expect.arrayContaining([
        'get /servers',
        'get /servers/{serverName}/versions',
        'get /servers/{serverName}/versions/{version}',
        'put /servers/{serverName}/versions/{version}',
        'delete /servers/{serverName}/versions/{version}',
        'patch /servers/{serverName}/versions/{version}/status',
        'patch /servers/{serverName}/status',
        'post /publish',
      ]),
    )
    const docs = await graph.fetch('/v0.1/docs')
    expect(await docs.text()).toContain('/v0.1/servers/{serverName}/versions')
  })
})

describe('our extensions', () => {
  const SEARCH = '/v0.1/x/dev.toolgraph/search'

  it('find servers by what they do, best first, and say why', async () => {
    const { body, status } = await get(`${SEARCH}?q=anvil`)
    expect(status).toBe(200)
    expect(body.metadata).toMatchObject({ count: 1, totalCount: 1 })
    expect(body.servers[0]).toMatchObject({
      server: { name: 'com.example/anvil', version: '1.10.0' },
      _meta: {
        [OFFICIAL]: { isLatest: true },
        'dev.toolgraph/search': { matchedTools: expect.any(Array), why: expect.any(Array) },
      },
    })
  })

  it('are paged by a cursor that carries the wish', async () => {
    const first = (await get(`${SEARCH}?search=look+up&limit=3`)).body
    const { nextCursor } = first.metadata
    const second = (await get(`${SEARCH}?limit=3&cursor=${nextCursor}`)).body
    const all = [...first.servers, ...second.servers]
    expect(all).toHaveLength(5)
    expect(new Set(all.map(({ server }) => server.name)).size).toBe(5)
    expect((await get(`${SEARCH}?limit=0`)).status).toBe(422)
  })

  it('tell where this registry is an MCP server', async () => {
    const { body } = await get('/v0.1/x/dev.toolgraph/mcp')
    expect(body.remotes).toEqual([{ type: 'streamable-http', url: 'https://graph.test/mcp' }])
    expect(body.tools.map(({ name }: { name: string }) => name)).toContain('search_tools')
  })
})
