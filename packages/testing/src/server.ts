import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Database } from '@toolgraph/database'
import type { HouseServer, Outside, ServerEnvironment } from '@toolgraph/house-server'
import type { Manifest, ToolTypes } from '@toolgraph/worker'
import { serveWorker } from '@toolgraph/worker/node'
import {
  createTestClient,
  createTestIssuer,
  type TestClient,
  type TestIssuer,
} from '@toolgraph/worker/testing'
import { createTestHarness } from 'wrangler'
import { expect } from 'vitest'
import { createTestDatabase } from './lib/test-database.ts'

/** Monday morning in the time of the tests. */
export const NOW = Date.UTC(2026, 10, 23, 8)

/** What a server in the test's process has. */
interface OpenOptions {
  database: Database
  /** What people connect with, unless a test says otherwise. */
  scopes: readonly string[]
  reach?: Reach
}

/** Stands for the issuer's exchange and for the servers that a server calls for people (default: there are none). */
export type Reach = (world: {
  issuer: TestIssuer
  now: () => number
  /** The address of the server that calls, and the one of those that it calls, without a path. */
  caller: string
  called: string
}) => typeof fetch

/** Opens a server in the test's process, with an issuer of its own, at a clock that stands still. */
export async function openServer<env extends ServerEnvironment, tools extends ToolTypes>(
  server: HouseServer<env, tools>,
  { database, scopes, reach }: OpenOptions,
) {
  const clock = { now: NOW }
  const now = () => clock.now
  const issuer = await createTestIssuer({ now })
  const worker = server.createWorker({ fetch: issuer.fetch, now })
  await server.seed?.(database)
  const url = `https://${server.name}.test`
  const called = 'https://called.test'
  const outside = outsideOf(server, called, reach?.({ issuer, now, caller: url, called }))
  const env = server.openEnvironment({ url, issuerUrl: issuer.issuer, now }, database, outside)
  const resource = worker.manifest(env).url

  return {
    clock,
    worker,
    env,
    /** Connects as a person. */
    async connect(
      subject: string,
      options: { scopes?: readonly string[]; era?: 'modern' | 'legacy' } = {},
    ): Promise<TestClient<tools>> {
      const { era = 'modern' } = options
      const granted = options.scopes ?? scopes
      const token = await issuer.token({ resource, subject, scopes: granted, expiresIn: 86_400 })
      return createTestClient(worker, { env, token, era })
    },
  }
}

/** Every server that it calls is at one address of the tests. */
function outsideOf(
  { name, calls = {} }: { name: string; calls?: object },
  called: string,
  fetch: typeof globalThis.fetch = async () => Response.error(),
): Outside {
  const urls = Object.keys(calls).map((each) => [each, called])
  return { fetch, clientSecret: `the secret of ${name}`, urls: Object.fromEntries(urls) }
}

/** The code of a refusal, or `no refusal`. */
export async function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'no refusal',
    (error: Error) => error.cause,
  )
}

/** Sees that each tool says all that an agent and a generated form need, in English and Japanese. */
export function expectWellSaid({ tools, translations, scopes = [] }: Manifest): void {
  const inJapanese = { title: expect.any(String), description: expect.any(String) }
  expect(translations).toMatchObject({ ja: inJapanese })
  for (const scope of scopes)
    expect(scope).toMatchObject({
      description: expect.any(String),
      descriptions: { ja: expect.any(String) },
    })
  for (const tool of tools) {
    expect(tool).toMatchObject({
      title: expect.any(String),
      outputSchema: { type: 'object' },
      annotations: {
        readOnlyHint: expect.any(Boolean),
        destructiveHint: expect.any(Boolean),
        idempotentHint: expect.any(Boolean),
        openWorldHint: false,
      },
      translations: { ja: inJapanese },
      inputSchema: { additionalProperties: false },
    })
    expect(tool.description.length, tool.name).toBeGreaterThan(30)
    expect(tool.description.length, tool.name).toBeLessThan(300)
    const inJa = tool.translations?.['ja']?.fields ?? {}
    for (const [name, property] of Object.entries(tool.inputSchema['properties'] ?? {})) {
      expect(property).toMatchObject({ title: expect.any(String), description: expect.any(String) })
      expect(inJa[name], `${tool.name}: ${name}`).toMatchObject(inJapanese)
      const values: string[] = property.enum ?? []
      expect(Object.keys(inJa[name]?.options ?? {}), name).toEqual(values)
    }
  }
}

/** A server that listens. */
export interface ListeningServer {
  /** Calls a tool at the MCP endpoint. */
  call(name: string, args: unknown, token?: string): Promise<Response>
  /** Lets the timer of a Worker run; `undefined` on Node. */
  tick?: () => Promise<{ outcome: string }>
}

/** A server's entries, on a database and with an issuer that listens. */
export interface OpenEntries {
  database: Database
  issuer: TestIssuer
  resource: string
  /** The manifests that the graph was sent. */
  published: readonly unknown[]
  onNode(): Promise<ListeningServer>
  onWorkerd(): Promise<ListeningServer>
  close(): Promise<void>
}

const log = { info: () => {}, warn: () => {}, error: console.error }

/**
 * Opens what a server's Node process and its Worker need.
 *
 * @param root The folder of the server, where its `wrangler.jsonc` is
 * @param reach Listens too, at the address of the issuer
 */
export async function openEntries<env extends ServerEnvironment, tools extends ToolTypes>(
  server: HouseServer<env, tools>,
  root: string,
  reach?: Reach,
): Promise<OpenEntries> {
  const { database, url: databaseUrl, close } = await createTestDatabase(server.name)
  const closing: (() => unknown)[] = [close]
  const published: unknown[] = []
  const url = 'http://localhost:4995'
  const issuer = await serveIssuer(closing, published, (world) =>
    reach?.({ ...world, now: Date.now, caller: url, called: world.issuer.issuer }),
  )
  const resource = `${url}/mcp`

  return {
    database,
    issuer,
    resource,
    published,
    async onNode() {
      const worker = server.createWorker({ log })
      await server.seed?.(database)
      const base = { url, issuerUrl: issuer.issuer, now: Date.now }
      const outside = outsideOf(server, issuer.issuer, fetch)
      const env = server.openEnvironment(base, database, outside)
      const service = { env, name: server.name, host: '127.0.0.1', port: 0, log }
      const { port, stop } = await serveWorker(worker, service)
      closing.push(stop)
      return {
        call: (...called) => fetch(`http://127.0.0.1:${port}/mcp`, toRequest(...called)),
      }
    },
    async onWorkerd() {
      const vars = {
        TOOLGRAPH_MODE: 'development',
        [`${server.name.toUpperCase()}_URL`]: url,
        ISSUER_URL: issuer.issuer,
        GRAPH_URL: issuer.issuer,
        DATABASE_URL: databaseUrl,
        [`${server.name.toUpperCase()}_CLIENT_SECRET`]: outsideOf(server, '').clientSecret,
        ...Object.fromEntries(
          Object.keys(server.calls ?? {}).map((each) => [
            `${each.toUpperCase()}_URL`,
            issuer.issuer,
          ]),
        ),
      }
      const workers = [{ configPath: './wrangler.jsonc', vars }]
      const harness = createTestHarness({ root, workers })
      await harness.listen()
      closing.push(() => harness.close())
      return {
        async call(...called) {
          const answer = await harness.fetch(resource, toRequest(...called))
          const body = await answer.arrayBuffer()
          return new Response(body, { status: answer.status, headers: [...answer.headers] })
        },
        tick: () => harness.getWorker().scheduled({ cron: '*/15 * * * *' }),
      }
    },
    async close() {
      for (const end of closing.toReversed()) await end()
    },
  }
}

/** Sees that whoever has no good token for this server gets a sound challenge and nothing else. */
export async function expectStrangersRefused(
  { call }: ListeningServer,
  { issuer, resource }: OpenEntries,
  { tool, args, scopes }: { tool: string; args: unknown; scopes: readonly string[] },
): Promise<void> {
  const good = await issuer.token({ resource, scopes })
  const header = btoa('{"alg":"none","typ":"at+jwt"}').replaceAll('=', '')
  const tokens = {
    none: undefined,
    'for the graph': await issuer.token({ resource: 'http://localhost:4200/mcp', scopes }),
    expired: await issuer.token({ resource, scopes, expiresIn: -60 }),
    'alg none': `${header}.${good.split('.')[1]}.`,
  }
  const { origin } = new URL(resource)
  for (const [which, token] of Object.entries(tokens)) {
    const response = await call(tool, args, token)
    expect(response.status, which).toBe(401)
    expect(response.headers.get('www-authenticate'), which).toMatch(
      new RegExp(
        `^Bearer .*scope="${scopes[0]}", resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"$`,
      ),
    )
  }
}

/**
 * The issuer listens, as workerd reaches it over a socket like anyone else. It stands for the graph too, and takes every
 * server that comes.
 */
async function serveIssuer(
  closing: (() => unknown)[],
  published: unknown[],
  reach: (world: { issuer: TestIssuer }) => typeof fetch | undefined,
): Promise<TestIssuer> {
  let answer: typeof fetch = async () => new Response(null, { status: 503 })
  let called: typeof fetch | undefined
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const url = `http://${request.headers.host}${request.url}`
    const isForCalled = request.url === '/mcp' || body.includes('token-exchange')
    const reply = await (request.method !== 'POST'
      ? answer(url)
      : called && isForCalled
        ? called(url, { method: 'POST', headers: toHeaders(request), body })
        : answerServer(`${request.url}`, body, published))
    const type = reply.headers.get('content-type') ?? 'application/json'
    response.writeHead(reply.status, { 'content-type': type })
    response.end(await reply.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  // A server that listens on TCP has such an address.
  const { port } = server.address() as AddressInfo
  const created = await createTestIssuer({ issuer: `http://127.0.0.1:${port}` })
  answer = created.fetch
  called = reach({ issuer: created })
  return created
}

function toHeaders({ headers }: IncomingMessage): Headers {
  const single = Object.entries(headers).filter((pair): pair is [string, string] => !!pair[1])
  return new Headers(single)
}

function answerServer(path: string, body: string, published: unknown[]): Response {
  if (path === '/token') return Response.json({ access_token: 'a-token', token_type: 'Bearer' })
  if (path !== '/registry/servers') return new Response(null, { status: 404 })
  published.push(JSON.parse(body))
  return Response.json({ id: 'one' }, { status: 201 })
}

function toRequest(name: string, args: unknown, token?: string) {
  const params = { name, arguments: args }
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  }
}
