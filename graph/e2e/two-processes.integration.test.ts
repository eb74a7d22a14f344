import { createServer, type Server, type ServerResponse } from 'node:http'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const SERVERS = 40

let fake: Server
let origin: string
let toolgraph: RunningToolgraph
/** How often each fake server was asked who it is. */
const discovered = new Map<string, number>()
/** Requests that are being answered, and the most that ever were. */
const underWay = { now: 0, most: 0 }

beforeAll(async () => {
  fake = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => answer(request.url ?? '', body, response))
  })
  await new Promise<void>((resolve) => {
    fake.listen(0, '127.0.0.1', resolve)
  })
  const address = fake.address()
  origin = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`
  toolgraph = await startToolgraph({
    replicas: { graph: 2, 'agent-web': 0, booking: 0 },
    environment: { TRUSTED_ORIGINS: origin },
  })
})
afterAll(async () => {
  await toolgraph?.stop()
  fake.close()
})

function answer(url: string, body: string, response: ServerResponse): void {
  const message: unknown = JSON.parse(body || '{}')
  const { id, method } = message as { id?: number; method?: string }
  if (method === 'server/discover') discovered.set(url, (discovered.get(url) ?? 0) + 1)
  const serverInfo = { name: 'fake', version: '1.0.0' }
  const result =
    method === 'server/discover'
      ? { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: { tools: {} } }
      : { resultType: 'complete', tools: [] }
  const rest = {
    ttlMs: 0,
    cacheScope: 'private',
    _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo },
  }
  underWay.now += 1
  underWay.most = Math.max(underWay.most, underWay.now)
  // Slow enough that both processes have work at the same time.
  setTimeout(() => {
    underWay.now -= 1
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result: { ...result, ...rest } }))
  }, 50)
}

describe('two processes of the graph on one database', () => {
  it('do no probe twice, spare a host together, and what happens on one is heard on the other', async () => {
    const heard = toolgraph.replicas.graph.map((url) => listen(url))
    await Promise.all(heard.map((subscription) => subscription.opened))
    await insertServers()

    await until(
      () => discovered.size === SERVERS && heard.every(({ names }) => names.size === SERVERS),
    )
    for (const { names, close } of heard) {
      expect(names.size).toBe(SERVERS)
      close()
    }
    expect([...discovered.values()].filter((times) => times !== 1)).toEqual([])
    expect(await countReadings()).toBe(SERVERS)
    // All servers are of one host, which both processes together spare.
    expect(underWay.most).toBe(2)
    await expect.poll(countUntold, { timeout: 30_000 }).toBe(0)
  })
})

/** Subscribes to health changes over SSE, as a browser does. */
function listen(url: string) {
  const names = new Set<string>()
  const controller = new AbortController()
  const query = 'subscription { healthChanged { server { name } reading { state } } }'
  const request = fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
    signal: controller.signal,
  })
  const opened = request.then((response) => {
    expect(response.status).toBe(200)
    void read(response)
  })
  const read = async (response: Response) => {
    let text = ''
    const decoder = new TextDecoder()
    try {
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk, { stream: true })
        for (const [, name = ''] of text.matchAll(/"name":"(test\.fake\/[^"]+)"/g)) names.add(name)
      }
    } catch {
      // Closed by the test.
    }
  }
  return { names, opened, close: () => controller.abort() }
}

async function insertServers(): Promise<void> {
  await withOwner((client) =>
    client.query(
      `INSERT INTO graph."McpServer" (id, name, "nameKey", title, description, version, "baseUrl", transport, "probeDueAt", tags, categories, scopes, "updatedAt")
       SELECT gen_random_uuid(), 'test.fake/s' || n, 'test.fake/s' || n, 'Fake ' || n, 'A fake', '1.0.0', $1 || '/' || n || '/mcp', 'streamable-http', now(), '{}', '{}', '{}', now()
       FROM generate_series(1, $2::int) n`,
      [origin, SERVERS],
    ),
  )
}

async function countReadings(): Promise<number> {
  const { rows } = await withOwner((client) =>
    client.query<{ count: number }>('SELECT count(*)::int AS count FROM graph."HealthCheck"'),
  )
  return rows[0]?.count ?? 0
}

/** Events of which neither process has told anybody yet. */
async function countUntold(): Promise<number> {
  const { rows } = await withOwner((client) =>
    client.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM graph."Event" WHERE "toldAt" IS NULL',
    ),
  )
  return rows[0]?.count ?? 0
}

async function withOwner<value>(use: (client: pg.Client) => Promise<value>): Promise<value> {
  const client = new pg.Client({ connectionString: toolgraph.ownerUrl })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000
  while (!isTrue() && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 100))
}
