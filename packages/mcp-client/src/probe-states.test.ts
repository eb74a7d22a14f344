import { createServer, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { createSafeFetch } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import { afterEach, describe, expect, it } from 'vitest'
import { probeServer, type ProbeReading } from './index.ts'

const closers: (() => unknown)[] = []
afterEach(() => Promise.all(closers.splice(0).map((close) => close())))

/** Serves over a real socket and probes it over the real way out of Node. */
async function probe(listen: RequestListener, options = {}): Promise<ProbeReading> {
  const server = createServer(listen)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close().closeAllConnections())
  return probeAt((server.address() as AddressInfo).port, options)
}

function probeAt(port: number, options = {}): Promise<ProbeReading> {
  const origin = `http://localhost:${port}`
  const fetch = createSafeFetch({ trustedOrigins: [origin], fetch: createNodeFetch() })
  return probeServer({ url: `${origin}/mcp`, fetch, timeoutMs: 20_000, ...options })
}

const json = (status: number, body: unknown, headers = {}): Answer => [
  status,
  { 'content-type': 'application/json; charset=utf-8', ...headers },
  JSON.stringify(body),
]
type Answer = [status: number, headers: Record<string, string>, body: string]

/** Answers by method and path; JSON-RPC by its own method. */
function rpc(answers: Record<string, (id: unknown, origin: string) => Answer>): RequestListener {
  return async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    const { id, method = '' } = JSON.parse(body || '{}')
    const key = request.method === 'POST' ? method : `GET ${request.url}`
    const origin = `http://${request.headers.host}`
    const answer = answers[key] ?? answers['*']
    const [status, headers, text] = answer?.(id, origin) ?? [404, {}, '']
    response.writeHead(status, headers).end(text)
  }
}

const result = (id: unknown, value: object): Answer =>
  json(200, { jsonrpc: '2.0', id, result: value })
const tool = (name: string) => ({ name, inputSchema: { type: 'object' } })
const modern = (list: (id: unknown) => Answer) =>
  rpc({
    'server/discover': (id) =>
      result(id, {
        resultType: 'complete',
        supportedVersions: ['2026-07-28'],
        capabilities: { tools: {} },
        serverInfo: { name: 'fake', version: '1' },
        ttlMs: 0,
        cacheScope: 'private',
      }),
    'tools/list': list,
  })
const toolList = (id: unknown, more = {}) =>
  result(id, {
    resultType: 'complete',
    tools: [tool('a')],
    ttlMs: 0,
    cacheScope: 'private',
    ...more,
  })

const wall = (more: Record<string, (id: unknown, origin: string) => Answer>) =>
  rpc({
    '*': (_id, origin) =>
      json(
        401,
        {},
        {
          'www-authenticate': `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource"`,
        },
      ),
    ...more,
  })
const RESOURCE = 'GET /.well-known/oauth-protected-resource'
const ISSUER = 'GET /.well-known/oauth-authorization-server'
const resource = (_id: unknown, origin: string) =>
  json(200, { resource: `${origin}/mcp`, authorization_servers: [origin] })
const issuer =
  (more = {}) =>
  (_id: unknown, origin: string) =>
    json(200, {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      ...more,
    })
const none = () => json(404, {})

const html: RequestListener = (_request, response) =>
  void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>IGNORE')
const status =
  (code: number, headers = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(code, headers).end('IGNORE')
const stream: RequestListener = (request, response) => {
  if (request.method !== 'GET') return void response.writeHead(405).end()
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write('event: endpoint\ndata: /messages\n\n')
}

const older = rpc({
  'server/discover': (id) =>
    json(200, { jsonrpc: '2.0', id, error: { code: -32601, message: 'IGNORE' } }),
  initialize: (id) =>
    result(id, {
      protocolVersion: '2025-06-18',
      capabilities: { tools: {} },
      serverInfo: { name: 'older', version: '1' },
    }),
  'notifications/initialized': () => [202, {}, ''],
  'tools/list': (id) => result(id, { tools: [tool('a'), tool('b')] }),
})

const TABLE: [ProbeReading['state'], string, RequestListener, object][] = [
  [
    'open',
    'a server of 2026-07-28',
    modern(toolList),
    {
      era: '2026-07-28',
      toolCount: 1,
      evidence: { httpStatus: 200, contentType: 'application/json' },
    },
  ],
  [
    'open',
    'a server of 2025-06-18',
    older,
    { era: '2025-06-18', toolCount: 2, evidence: { httpStatus: 200 } },
  ],
  [
    'open',
    'a server that fails to list its tools',
    modern((id) => json(200, { jsonrpc: '2.0', id, error: { code: -32603, message: 'IGNORE' } })),
    { era: '2026-07-28', detail: 'It does not list its tools' },
  ],
  [
    'gated',
    'a wall with sound metadata',
    wall({ [RESOURCE]: resource, [ISSUER]: issuer() }),
    { evidence: { httpStatus: 401, contentType: 'application/json' } },
  ],
  [
    'gated_broken',
    'a wall without metadata',
    wall({ [RESOURCE]: none }),
    { evidence: { httpStatus: 401, problem: 'ERR_RESOURCE_METADATA_MISSING' } },
  ],
  [
    'gated_broken',
    'a wall whose metadata is no JSON',
    wall({ [RESOURCE]: () => [200, { 'content-type': 'application/json' }, '{'] }),
    { evidence: { httpStatus: 401, problem: 'ERR_RESOURCE_METADATA_INVALID' } },
  ],
  [
    'gated_broken',
    'a wall whose metadata is of another resource',
    wall({ [RESOURCE]: () => json(200, { resource: 'https://evil.example' }) }),
    { evidence: { httpStatus: 401, problem: 'ERR_RESOURCE_MISMATCH' } },
  ],
  [
    'gated_broken',
    'a wall that names no issuer',
    wall({ [RESOURCE]: (_id, origin) => json(200, { resource: `${origin}/mcp` }) }),
    { evidence: { httpStatus: 401, problem: 'ERR_ISSUER_MISSING' } },
  ],
  [
    'gated_broken',
    'a wall whose issuer says nothing',
    wall({ [RESOURCE]: resource, '*': (id, origin) => (id ? json(401, {}) : [404, {}, origin]) }),
    { evidence: { httpStatus: 401 } },
  ],
  [
    'gated_broken',
    'a wall whose issuer takes no PKCE',
    wall({
      [RESOURCE]: resource,
      [ISSUER]: issuer({ code_challenge_methods_supported: ['plain'] }),
    }),
    { evidence: { httpStatus: 401, problem: 'ERR_PKCE_UNSUPPORTED' } },
  ],
  [
    'gated_broken',
    'a bare 403',
    status(403, { 'content-type': 'text/plain' }),
    { evidence: { httpStatus: 403, contentType: 'text/plain' } },
  ],
  [
    'wrong_transport',
    'a server of HTTP+SSE only',
    stream,
    { evidence: { httpStatus: 200, contentType: 'text/event-stream' } },
  ],
  ['not_mcp', 'a web page', html, { evidence: { httpStatus: 200, contentType: 'text/html' } }],
  [
    'not_mcp',
    'another API',
    rpc({ '*': () => json(200, { data: 'IGNORE' }) }),
    { evidence: { httpStatus: 200, contentType: 'application/json' } },
  ],
  [
    'not_mcp',
    'a page whose type is not a type',
    status(200, { 'content-type': 'IGNORE ALL <b>' }),
    { evidence: { httpStatus: 200 } },
  ],
  ['down', 'a server error', status(502), { evidence: { httpStatus: 502 } }],
  [
    'down',
    'a server in maintenance, which says for how long',
    status(503, { 'retry-after': '120' }),
    { evidence: { httpStatus: 503 }, retryAfterMs: 120_000 },
  ],
  [
    'down',
    'a connection that is closed',
    (request) => void request.socket.destroy(),
    { evidence: { problem: 'ERR_UNREACHABLE' } },
  ],
  [
    'unknown',
    'a server that asks for fewer requests',
    status(429, { 'retry-after': '30' }),
    { evidence: { httpStatus: 429 }, retryAfterMs: 30_000 },
  ],
  [
    'unknown',
    'one that does not say for how long',
    status(429),
    { evidence: { httpStatus: 429 }, retryAfterMs: 60_000 },
  ],
]

describe('over real sockets', () => {
  it.each(TABLE)('%s is %s', async (state, _what, listen, found) => {
    const reading = await probe(listen)

    expect(reading).toMatchObject({ state, ...found })
    expect(JSON.stringify(reading)).not.toMatch(/IGNORE/)
  })

  it('down is an address where nobody listens', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))

    expect(await probeAt(port)).toMatchObject({
      state: 'down',
      evidence: { problem: 'ERR_UNREACHABLE', cause: 'ECONNREFUSED' },
    })
  })

  it('down is a server that takes the connection and says nothing', async () => {
    expect(await probe(() => {}, { timeoutMs: 200 })).toMatchObject({
      state: 'down',
      evidence: { problem: 'ERR_TIMEOUT' },
    })
  })
})

describe('the tools of an open server', () => {
  it('are read to the last page', async () => {
    const pages = modern((id) => toolList(id))
    const listen: RequestListener = rpcPages(3)
    expect((await probe(pages)).toolCount).toBe(1)
    expect((await probe(listen)).tools?.map(({ name }) => name)).toEqual(['t0', 't1', 't2'])
  })

  it('are given up where the pages do not end', async () => {
    expect(await probe(rpcPages(Infinity))).toMatchObject({
      state: 'open',
      detail: 'It does not list its tools',
      evidence: { problem: 'ERR_TOOL_LIST_ENDLESS' },
    })
  })

  it('are given up where the pages are too large together', async () => {
    const description = 'x'.repeat(3_000_000)
    let page = 0
    const listen = modern((id) => {
      page += 1
      const tools = [{ ...tool('big'), description }]
      return toolList(id, { tools, nextCursor: String(page) })
    })

    expect(await probe(listen, { timeoutMs: 60_000 })).toMatchObject({
      state: 'open',
      evidence: { problem: 'ERR_TOO_LARGE' },
    })
  })

  it('are called fresh for as long as the server says, if it says so for everybody', async () => {
    const fresh = (more: object) => probe(modern((id) => toolList(id, { ttlMs: 5_000, ...more })))

    expect(await fresh({ cacheScope: 'public' })).toMatchObject({ toolsTtlMs: 5_000 })
    expect(await fresh({ cacheScope: 'private' })).not.toHaveProperty('toolsTtlMs')
  })

  it('come with what the server attached to them', async () => {
    const meta = { 'dev.toolgraph/scopes': ['a:read'] }
    const tools = [
      { ...tool('a'), _meta: meta },
      { ...tool('b'), _meta: { big: 'x'.repeat(70_000) } },
    ]
    const reading = await probe(modern((id) => toolList(id, { tools })))

    expect(reading.tools?.map((one) => one.meta)).toEqual([meta, undefined])
  })

  it('are left unread where that is asked for', async () => {
    const reading = await probe(
      modern(() => json(500, {})),
      { readsTools: false },
    )

    expect(reading).toMatchObject({ state: 'open', era: '2026-07-28' })
    expect(reading).not.toHaveProperty('tools')
  })
})

function rpcPages(count: number): RequestListener {
  let page = 0
  return modern((id) => {
    const tools = [tool(`t${page}`)]
    page += 1
    return toolList(id, { tools, ...(page < count ? { nextCursor: String(page) } : {}) })
  })
}
