import type { TestIssuer } from '@toolgraph/access-token/testing'
import { openSession } from '@toolgraph/mcp-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGraphApp, type GraphApp } from '../src/app.ts'
import { LIMITS, type LimitName } from '../src/limits/limits.ts'
import { createReadLimiter } from '../src/limits/read-limiter.ts'
import { createTestGraph, GRAPH_URL, manifest, RESOURCE, type TestGraph } from './graph-fixture.ts'

let graph: TestGraph
let serverId: string
beforeAll(async () => {
  graph = await createTestGraph()
  const { body } = await graph.rest('POST', '/registry/servers', {
    body: manifest('target'),
    as: 'owner',
  })
  serverId = body.id
})
afterAll(() => graph?.close())

/** Uses up what one caller may do. */
async function exhaust(name: LimitName, caller: string): Promise<void> {
  const { tries, windowSeconds } = LIMITS[name].each
  const data = { count: tries, expiresAt: new Date(Date.now() + windowSeconds * 1000) }
  await graph.database.throttle.upsert({
    where: { key: `${name}:${caller}` },
    create: { key: `${name}:${caller}`, ...data },
    update: data,
  })
}

const LIMITED = { code: 'ERR_RATE_LIMITED', retryAfter: expect.any(Number) }

describe('what writes', () => {
  it.each<[LimitName, string]>([
    [
      'publish',
      'publishServer(input: { name: "com.example/more", version: "1.0.0", title: "M", description: "M" })',
    ],
    ['probe', 'probeServer(serverId: "ID")'],
    ['link', 'linkServer(input: { serverId: "ID", scopes: [] })'],
    ['report', 'reportServer(serverId: "ID", reason: spam, detail: "Spam")'],
    ['prove', 'proveNamespace(input: { method: github, token: "x" })'],
  ])('is limited for each person: %s', async (name, mutation) => {
    await exhaust(name, 'subject:busy')
    const query = `mutation { it: ${mutation.replace('ID', serverId)} { ... on Refusal { code retryAfter message } } }`
    const { data, errors } = await graph.graphql(query, {}, 'busy')
    expect(errors).toEqual([])
    expect(data.it).toMatchObject(LIMITED)
    expect(data.it.message).toContain('try again in')
    // Somebody else is not limited by it.
    const other = await graph.graphql(query, {}, `calm-${name}`)
    expect(other.data.it.code).not.toBe('ERR_RATE_LIMITED')
  })

  it('is limited in the form of each face, with when to come back', async () => {
    await exhaust('publish', 'subject:faces')
    const body = manifest('faces')
    const rest = await graph.rest('POST', '/registry/servers', { body, as: 'faces' })
    expect(rest).toMatchObject({ status: 429, body: { ...LIMITED, status: 429 } })
    expect(Number(rest.headers.get('retry-after'))).toBe(rest.body.retryAfter)

    const serverJson = {
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
      name: 'com.example/faces',
      description: 'F',
      version: '1.0.0',
    }
    const api = await graph.rest('POST', '/v0.1/publish', { body: serverJson, as: 'faces' })
    expect(api).toMatchObject({ status: 429, body: { ...LIMITED, title: 'Too Many Requests' } })
    expect(api.headers.get('retry-after')).toMatch(/^\d+$/)

    const session = await graph.mcp('faces')
    const outcome = await session.callTool({ name: 'register_server', args: body })
    expect(outcome).toMatchObject({ kind: 'tool_error' })
    expect(JSON.stringify(outcome)).toContain('try again in')
    await session.close()
  })

  it('is counted exactly, also where two replicas count at the same time', async () => {
    const { tries, windowSeconds } = LIMITS.report.each
    await graph.database.throttle.create({
      data: {
        key: 'report:subject:both',
        count: tries - 3,
        expiresAt: new Date(Date.now() + windowSeconds * 1000),
      },
    })
    const servers = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const { body } = await graph.rest('POST', '/registry/servers', {
          body: manifest(`both-${index}`),
          as: 'owner',
        })
        return body.id as string
      }),
    )
    const replicas = [createApp(graph.issuer), createApp(graph.issuer)]
    const answers = await Promise.all(
      servers.map(async (id, index) => {
        const body = {
          query: `mutation { it: reportServer(serverId: "${id}", reason: spam, detail: "Spam") { ... on Refusal { code } } }`,
        }
        const { json } = await ask(replicas[index % 2], '/graphql', { body, as: 'both' })
        return json.data.it.code ?? 'done'
      }),
    )
    expect(answers.filter((code) => code === 'done')).toHaveLength(3)
    expect(answers.filter((code) => code === 'ERR_RATE_LIMITED')).toHaveLength(5)
  })

  it('is limited by the address where nobody is signed in: proofs for pipelines', async () => {
    await exhaust('prove', 'address:192.0.2.7')
    const proof = {
      domain: 'nobody.dev',
      timestamp: new Date().toISOString(),
      signed_timestamp: 'ab',
    }
    const app = createApp(graph.issuer)
    const from = (clientAddress: string) =>
      ask(app, '/v0.1/auth/dns', { body: proof, clientAddress })
    expect(await from('192.0.2.7')).toMatchObject({ status: 429, json: LIMITED })
    expect(await from('192.0.2.8')).toMatchObject({ status: 401 })
  })

  it('cannot make us ask one domain again and again, from however many addresses', async () => {
    const app = createApp(graph.issuer)
    const answers = await Promise.all(
      Array.from({ length: 70 }, (_, index) =>
        ask(app, '/v0.1/auth/dns', {
          body: {
            domain: 'victim.dev',
            timestamp: new Date().toISOString(),
            signed_timestamp: 'ab',
          },
          clientAddress: `198.51.100.${index}`,
        }),
      ),
    )
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10)
  })
})

function createApp(issuer: TestIssuer, perMinute = 1000, expectedReplicas = 1): GraphApp {
  return createGraphApp({
    version: '0.0.0',
    graphUrl: GRAPH_URL,
    issuerUrl: issuer.issuer,
    fetch: issuer.fetch,
    now: Date.now,
    reads: createReadLimiter({ perMinute, expectedReplicas }),
    log: { info: () => {}, warn: () => {}, error: () => {} },
  })
}

async function ask(
  app: GraphApp | undefined,
  path: string,
  { body, as, clientAddress }: { body?: unknown; as?: string; clientAddress?: string } = {},
  // oxlint-disable-next-line no-explicit-any
): Promise<{ status: number; headers: Headers; json: any }> {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (as) headers.set('authorization', `Bearer ${await graph.token(as)}`)
  const init =
    body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
  const request = new Request(GRAPH_URL + path, init)
  const response = await app?.fetch(request, graph.services, { clientAddress })
  if (!response) throw new Error('There is no such replica')
  return { status: response.status, headers: response.headers, json: await response.json() }
}

describe('what reads', () => {
  it('says on every answer what is left, and refuses in the form of each face', async () => {
    const app = createApp(graph.issuer, 4)
    const from = { clientAddress: '192.0.2.1' }
    const first = await ask(app, '/search?q=target', from)
    expect(first.status).toBe(200)
    expect(first.headers.get('x-ratelimit-limit')).toBe('4')
    expect(first.headers.get('x-ratelimit-remaining')).toBe('3')
    for (let count = 0; count < 3; count += 1) await ask(app, '/search?q=target', from)

    const rest = await ask(app, '/search?q=target', from)
    expect(rest).toMatchObject({ status: 429, json: LIMITED })
    expect(rest.headers.get('x-ratelimit-remaining')).toBe('0')
    const api = await ask(app, '/v0.1/servers', from)
    expect(api).toMatchObject({ status: 429, json: LIMITED })
    const graphql = await ask(app, '/graphql', { ...from, body: { query: '{ __typename }' } })
    expect(graphql).toMatchObject({ status: 429, json: { errors: [{ extensions: LIMITED }] } })
    for (const { headers } of [rest, api, graphql])
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    // Another address, and somebody who is signed in at the first, have buckets of their own.
    expect((await ask(app, '/search?q=target', { clientAddress: '192.0.2.2' })).status).toBe(200)
    expect((await ask(app, '/search?q=target', { ...from, as: 'aiko' })).status).toBe(200)
  })

  it('refuses tools, too', async () => {
    const app = createApp(graph.issuer, 1)
    const session = await openSession({
      url: RESOURCE,
      fetch: async (input, init) =>
        app.fetch(new Request(input, init), graph.services, { clientAddress: '192.0.2.3' }),
    })
    const call = { name: 'search_servers', args: { query: 'target' } }
    expect(await session.callTool(call)).toMatchObject({ kind: 'result' })
    expect(JSON.stringify(await session.callTool(call))).toContain('try again in')
    await session.close()
  })

  it('costs no write', async () => {
    const before = await graph.database.throttle.count()
    await ask(createApp(graph.issuer), '/search?q=target', { clientAddress: '192.0.2.4' })
    expect(await graph.database.throttle.count()).toBe(before)
  })
})
