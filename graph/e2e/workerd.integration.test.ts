import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDatabase } from '@toolgraph/database/node'
import { openSession } from '@toolgraph/mcp-client'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestHarness } from 'wrangler'
import { openFakeUpstream } from './fake-upstream.ts'

const RESOURCE = 'http://localhost:4200/mcp'
const SERVERS = 20

let postgres: TestDatabase
let worker: ReturnType<typeof createTestHarness>
let resolver: Server
let upstream: Awaited<ReturnType<typeof openFakeUpstream>>
/** The TXT record of each domain. */
const records = new Map<string, string>()

beforeAll(async () => {
  postgres = await createTestDatabase('graph')
  await postgres.database.mcpServer.createMany({
    data: Array.from({ length: SERVERS }, (_, index) => ({
      name: `com.example/server-${index}`,
      nameKey: `com.example/server-${index}`,
      title: `Server ${index}`,
      description: 'A server for the edge',
      version: '1.0.0',
    })),
  })
  resolver = createServer(({ url = '/' }, response) => {
    const name = new URL(url, 'http://localhost').searchParams.get('name') ?? ''
    const record = records.get(name)
    const Answer = record ? [{ name, type: 16, data: `"${record}"` }] : []
    response.end(JSON.stringify({ Status: 0, Answer }))
  })
  await new Promise<void>((resolve) => resolver.listen(0, '127.0.0.1', resolve))
  const { port } = resolver.address() as AddressInfo
  upstream = await openFakeUpstream()
  worker = createTestHarness({
    root: import.meta.dirname,
    workers: [
      {
        configPath: '../wrangler.jsonc',
        vars: {
          TOOLGRAPH_MODE: 'development',
          GRAPH_URL: 'http://localhost:4200',
          ISSUER_URL: 'http://localhost:4100',
          DATABASE_URL: postgres.url,
          DNS_OVER_HTTPS_URL: `http://127.0.0.1:${port}/`,
          MIRROR_URLS: upstream.origin,
          TRUSTED_ORIGINS: upstream.origin,
        },
      },
    ],
  })
  await worker.listen()
})
afterAll(async () => {
  await worker?.close()
  await postgres?.close()
  resolver?.close()
  await upstream?.close()
})

describe('the graph in workerd', () => {
  it('answers all of a hundred GraphQL queries at once', async () => {
    const query = `query ($after: String) {
      search(first: 5, after: $after) { totalCount edges { node { name toolCount health { state } } } }
      servers(first: 5) { totalCount edges { node { name versions { edges { node { version } } } } } }
    }`
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const response = await worker.fetch(`${new URL(RESOURCE).origin}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        })
        return response.json()
      }),
    )
    for (const answer of answers)
      expect(answer).toMatchObject({
        data: { search: { totalCount: SERVERS }, servers: { totalCount: SERVERS } },
      })
  })

  it.each(['ed25519', 'ecdsap384'])('takes a proof of a domain by %s', async (algorithm) => {
    const isEdwards = algorithm === 'ed25519'
    const { publicKey, privateKey } = isEdwards
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const odd = (Buffer.from(y, 'base64url').at(-1) ?? 0) % 2
    const bytes = [...(isEdwards ? [] : [2 + odd]), ...Buffer.from(x, 'base64url')]
    const domain = `${algorithm}.dev`
    records.set(domain, `v=MCPv1; k=${algorithm}; p=${Buffer.from(bytes).toString('base64')}`)

    const timestamp = new Date().toISOString()
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
    const signature = sign(isEdwards ? null : 'sha384', Buffer.from(timestamp), key)
    const prove = (signed_timestamp: string) =>
      worker.fetch(`${new URL(RESOURCE).origin}/v0.1/auth/dns`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ domain, timestamp, signed_timestamp }),
      })
    expect((await prove('00'.repeat(signature.length))).status).toBe(401)
    const proven = await prove(signature.toString('hex'))
    expect(await proven.json()).toMatchObject({ registry_token: expect.stringMatching(/^rt_/) })
    expect((await prove(signature.toString('hex'))).status).toBe(401)
  })

  it('is a registry by the standard: lists, finds and judges', async () => {
    const { origin } = new URL(RESOURCE)
    const listed = await postgres.database.mcpServer.findMany({ select: { id: true, name: true } })
    const [version, publishedAt] = ['1.0.0', new Date()]
    await postgres.database.mcpServerVersion.createMany({
      data: listed.map(({ id: serverId, name }) => ({
        serverId,
        version,
        manifest: { name, description: 'Listed', version },
        isLatest: true,
        publishedAt,
        updatedAt: publishedAt,
      })),
    })
    const list = await worker.fetch(`${origin}/v0.1/servers?limit=3&version=latest`)
    const { servers, metadata } = (await list.json()) as {
      servers: { server: { name: string } }[]
      metadata: { count: number; nextCursor?: string }
    }
    expect(metadata).toMatchObject({ count: 3, nextCursor: expect.any(String) })
    const name = encodeURIComponent(servers[0]?.server.name ?? '')
    const found = await worker.fetch(`${origin}/v0.1/servers/${name}/versions/latest`)
    expect(await found.json()).toEqual(servers[0])

    const body = JSON.stringify({ name: 'com.example/x', version: '^1.0.0' })
    const verdict = await worker.fetch(`${origin}/v0.1/validate`, { method: 'POST', body })
    expect([verdict.status, await verdict.json()]).toMatchObject([200, { valid: false }])
  })

  it('answers all of a hundred MCP calls at once', async () => {
    const session = await openSession({ url: RESOURCE, fetch: reach })
    expect(session.version).toBe('2026-07-28')
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        session.callTool({
          name: 'get_server',
          args: { server: `com.example/server-${index % SERVERS}` },
        }),
      ),
    )
    for (const [index, outcome] of outcomes.entries())
      expect(outcome).toMatchObject({
        kind: 'result',
        result: { structuredContent: { name: `com.example/server-${index % SERVERS}` } },
      })
    await session.close()
  })

  it('tells subscribers what happens', async () => {
    const { id: serverId } = await postgres.database.mcpServer.findFirstOrThrow()
    const response = await worker.fetch(`${new URL(RESOURCE).origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { healthChanged { server { name } } }' }),
    })
    const reader = response.body?.getReader()
    const reading = { state: 'open', checkedAt: new Date() }
    // Until it listens, an event is not for it: so there is one more each half second.
    const events = setInterval(async () => {
      await postgres.database.event.create({
        data: { topic: 'health', serverId, payload: { reading } },
      })
    }, 500)
    let text = ''
    while (!/event: next\s[^]*?\n\n/.test(text)) {
      const chunk = await reader?.read()
      if (!chunk || chunk.done) break
      text += new TextDecoder().decode(chunk.value)
    }
    clearInterval(events)
    await reader?.cancel()
    expect(text).toContain('"healthChanged":{"server":{"name":"com.example/server-')
  })

  it('gave each request a database client of its own, and none is left', async () => {
    const isIdle = async () => {
      const [row] = await postgres.database.$queryRaw<{ open: number }[]>`
        SELECT count(*)::int AS open FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND client_port IS NOT NULL AND application_name = '' AND query NOT LIKE '%pg_stat_activity%'
          AND usename = current_user AND backend_start > now() - interval '10 minutes'`
      return row?.open ?? 0
    }
    // The pool of this test itself stays; those of two hundred requests are gone.
    await expect.poll(isIdle, { timeout: 60_000 }).toBeLessThanOrEqual(10)
    await expect
      .poll(
        async () => {
          const [row] = await postgres.database.$queryRaw<{ sessions: number }[]>`
            SELECT sessions::int AS sessions FROM pg_stat_database WHERE datname = current_database()`
          return row?.sessions
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThanOrEqual(200)
  })

  it('shows no fault of its own: an unknown server is a refusal', async () => {
    const response = await worker.fetch(`${new URL(RESOURCE).origin}/registry/servers/none`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'ERR_SERVER_NOT_FOUND' })
  })

  it('mirrors another registry with its cron', async () => {
    upstream.put(
      ...Array.from({ length: 15 }, (_, index) => ({
        name: `com.mirrored/server-${index}`,
        version: '1.0.0',
      })),
    )
    await worker.getWorker().scheduled({ cron: '* * * * *', scheduledTime: new Date() })
    const where = { source: 'imported' } as const
    expect(await postgres.database.mcpServer.count({ where })).toBe(15)
    await postgres.database.mcpServer.deleteMany({ where })
  })

  it('forgets with its cron what has happened long ago', async () => {
    const createdAt = new Date(Date.now() - 2 * 86_400_000)
    const { id } = await postgres.database.event.create({
      data: { topic: 'server', payload: {}, createdAt, toldAt: createdAt },
    })
    await worker.getWorker().scheduled({ cron: '* * * * *', scheduledTime: new Date() })
    expect(await postgres.database.event.findUnique({ where: { id } })).toBeNull()
  })

  it('does the other work of its cron where some of it fails, and says that the run failed', async () => {
    const { database } = postgres
    const owner = createDatabase(postgres.ownerUrl)
    await database.mirror.updateMany({ data: { dueAt: new Date() } })
    upstream.put({ name: 'com.mirrored/late', version: '1.0.0' })
    await owner.$executeRaw`ALTER TABLE graph."WebhookDelivery" RENAME TO "Elsewhere"`
    const run = await worker
      .getWorker()
      .scheduled({ cron: '* * * * *', scheduledTime: new Date() })
      .finally(() => owner.$executeRaw`ALTER TABLE graph."Elsewhere" RENAME TO "WebhookDelivery"`)
    await owner.$disconnect()
    expect(run.outcome).toBe('exception')
    const where = { source: 'imported' } as const
    expect(await database.mcpServer.findMany({ where, select: { name: true } })).toContainEqual({
      name: 'com.mirrored/late',
    })
    await database.mcpServer.deleteMany({ where })
  })
})

/** The client's requests, in the harness's own classes and back. */
async function reach(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const { url, method, headers, body } = new Request(input, init)
  const response = await worker.fetch(url, {
    method,
    headers: Object.fromEntries(headers),
    ...(body ? { body: await new Response(body).text() } : {}),
  })
  return new Response(await response.arrayBuffer(), {
    status: response.status,
    headers: Object.fromEntries(response.headers),
  })
}
