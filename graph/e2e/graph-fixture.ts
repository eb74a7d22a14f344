import { createTestIssuer, type TestIssuer } from '@toolgraph/access-token/testing'
import type { Database } from '@toolgraph/database'
import { fail, ok } from '@toolgraph/errors'
import { openSession, type Session } from '@toolgraph/mcp-client'
import { createSafeFetch, type HopFetch } from '@toolgraph/safe-fetch'
import { createTestDatabase } from '@toolgraph/testing'
import { createGraphApp } from '../src/app.ts'
import type { GraphServices } from '../src/context.ts'
import { parseReserved } from '../src/namespaces/namespace.ts'
import { createPictureReader } from '../src/reach/create-picture-reader.ts'
import { createProbe } from '../src/reach/create-probe.ts'
import { createWebhookSender } from '../src/reach/create-webhook-sender.ts'
import { createProofSources } from '../src/reach/proof-sources.ts'
import { compileWithJit } from '../src/graphql/operation/compile-with-jit.ts'
import type { Scope } from '../src/registry/viewer.ts'
import { createGraphServices } from '../src/services.ts'

export const GRAPH_URL = 'https://graph.test'
export const RESOURCE = `${GRAPH_URL}/mcp`
/** Who operates the registry. */
export const OPERATOR = 'operator'
export const ALL_SCOPES: readonly Scope[] = [
  'servers:write',
  'connections:read',
  'connections:write',
  'owners:read',
  'owners:write',
]

/** Who asks: nobody, or a person with scopes (default: all). */
export type Caller = string | { subject: string; scopes: readonly string[] } | undefined

interface GraphqlAnswer {
  status: number
  // A test reads what it asked for; what it did not ask for is undefined, and the test fails.
  // oxlint-disable-next-line no-explicit-any
  data: any
  errors: { message: string; path?: unknown[]; extensions?: { code?: string } }[]
  text: string
}

/** A whole graph in the test's process, on a database of its own; strangers' servers are functions. */
export interface TestGraph {
  readonly database: Database
  readonly databaseUrl: string
  readonly services: GraphServices
  readonly issuer: TestIssuer
  /** What was logged as a fault. */
  readonly faults: unknown[]
  fetch(path: string, init?: RequestInit, as?: Caller): Promise<Response>
  graphql(query: string, variables?: object, as?: Caller): Promise<GraphqlAnswer>
  rest(
    method: 'GET' | 'POST',
    path: string,
    options?: { body?: unknown; as?: Caller },
    // oxlint-disable-next-line no-explicit-any
  ): Promise<{ status: number; headers: Headers; body: any; text: string }>
  /** Opens an MCP session with the client that agent-web uses. */
  mcp(as?: Caller): Promise<Session>
  /** Lets a host of the internet answer; all others cannot be reached. */
  host(origin: string, answer: (request: Request) => Response | Promise<Response>): void
  /** Publishes TXT records of a domain; all others have none. */
  txt(domain: string, records: readonly string[] | 'unreadable'): void
  token(as: NonNullable<Caller>, expiresIn?: number): Promise<string>
  close(): Promise<void>
}

/** Makes a graph for tests. */
export async function createTestGraph(): Promise<TestGraph> {
  const { database, url: databaseUrl, close } = await createTestDatabase('graph')
  const issuer = await createTestIssuer()
  const hosts = new Map<string, (request: Request) => Response | Promise<Response>>()
  const faults: unknown[] = []

  const internet: HopFetch = async (url, init) => {
    const { origin } = new URL(url)
    if (origin === issuer.issuer) return issuer.fetch(url, init)
    const answer = hosts.get(origin)
    if (!answer) throw new TypeError('fetch failed')
    return answer(new Request(url, init))
  }
  const safeFetch = createSafeFetch({ trustedOrigins: [], fetch: internet })
  const now = () => new Date()
  const dns = new Map<string, readonly string[] | 'unreadable'>()
  const services = createGraphServices(database, {
    safeFetch,
    tokens: { issuer: issuer.issuer, read: async () => ({ active: false }) },
    probe: createProbe({ fetch: safeFetch, now }),
    probesImported: false,
    administrators: new Set([OPERATOR]),
    proofs: createProofSources({
      registryUrl: GRAPH_URL,
      readDns: async (domain) => {
        const records = dns.get(domain) ?? []
        return records === 'unreadable' ? fail(records) : ok(records)
      },
      safeFetch,
      fetch: safeFetch,
      githubApiUrl: 'https://api.github.test',
      githubIssuerUrl: 'https://actions.github.test',
      allowsAnonymous: false,
      now,
    }),
    reserved: parseReserved(['dev.toolgraph=booking']),
    webhookSender: createWebhookSender({ fetch: safeFetch, trustedOrigins: [] }),
    webhookSecret: 'webhooks of a test',
    pictures: createPictureReader({ trustedOrigins: [], fetch: internet }),
    graphUrl: GRAPH_URL,
    now,
    onError: (error) => faults.push(error),
  })
  const app = createGraphApp({
    version: '0.0.0',
    graphUrl: GRAPH_URL,
    issuerUrl: issuer.issuer,
    fetch: issuer.fetch,
    now: Date.now,
    compileQuery: compileWithJit,
    log: {
      info: () => {},
      warn: () => {},
      error: (_message, fields) => faults.push(fields?.['error']),
    },
  })

  const token = (as: NonNullable<Caller>, expiresIn = 600) => {
    const { subject, scopes } = typeof as === 'string' ? { subject: as, scopes: ALL_SCOPES } : as
    return issuer.token({ resource: RESOURCE, subject, scopes, clientId: 'test-client', expiresIn })
  }

  const send = async (path: string, init: RequestInit = {}, as?: Caller): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (as) headers.set('authorization', `Bearer ${await token(as)}`)
    return app.fetch(new Request(GRAPH_URL + path, { ...init, headers }), services)
  }

  return {
    database,
    databaseUrl,
    services,
    issuer,
    faults,
    token,
    fetch: send,
    host: (origin, answer) => void hosts.set(origin, answer),
    txt: (domain, records) => void dns.set(domain, records),

    async graphql(query, variables = {}, as) {
      const response = await send(
        '/graphql',
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query, variables }),
        },
        as,
      )
      const text = await response.text()
      const { data, errors = [] } = JSON.parse(text)
      return { status: response.status, data, errors, text }
    },

    async rest(method, path, { body, as } = {}) {
      const response = await send(
        path,
        {
          method,
          ...(body === undefined
            ? {}
            : {
                body: typeof body === 'string' ? body : JSON.stringify(body),
                headers: { 'content-type': 'application/json' },
              }),
        },
        as,
      )
      const text = await response.text()
      const { status, headers } = response
      return { status, headers, text, body: text ? JSON.parse(text) : undefined }
    },

    async mcp(as) {
      const accessToken = as ? await token(as) : undefined
      return openSession({
        url: RESOURCE,
        fetch: async (input, init) => app.fetch(new Request(input, init), services),
        ...(accessToken ? { accessToken } : {}),
      })
    },

    close: async () => {
      services.events.close()
      await close()
    },
  }
}

/** A manifest that the registry takes; `name` becomes `com.example/<name>`. */
export function manifest(name: string, other: object = {}) {
  return {
    name: `com.example/${name}`,
    version: '1.0.0',
    title: `The ${name}`,
    description: `Does what a ${name} does`,
    url: `https://${name}.example/mcp`,
    tags: ['test'],
    categories: ['productivity'],
    scopes: [{ name: `${name}:read`, description: 'Read it', descriptions: { ja: '読む' } }],
    tools: [tool('look_up', { scopes: [`${name}:read`] })],
    ...other,
  }
}

/** A tool of a manifest. */
export function tool(name: string, other: object = {}) {
  return {
    name,
    description: `Does ${name}`,
    inputSchema: {
      type: 'object',
      properties: { what: { type: 'string', description: 'What to look for' } },
      required: ['what'],
    },
    annotations: { readOnlyHint: true },
    ...other,
  }
}

/** A server that asks for sign-in at an issuer, as its own metadata says. */
export function gatedServer(origin: string, issuer: string) {
  return (request: Request): Response => {
    const { pathname } = new URL(request.url)
    const metadataUrl = `${origin}/.well-known/oauth-protected-resource/mcp`
    if (pathname === '/.well-known/oauth-protected-resource/mcp')
      return Response.json({ resource: `${origin}/mcp`, authorization_servers: [issuer] })
    if (pathname === '/mcp')
      return new Response(null, {
        status: 401,
        headers: { 'www-authenticate': `Bearer resource_metadata="${metadataUrl}"` },
      })
    return new Response(null, { status: 404 })
  }
}
