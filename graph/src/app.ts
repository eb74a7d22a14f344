import { ok } from '@toolgraph/errors'
import { boundRequest } from './bound-request.ts'
import type { GraphServices } from './context.ts'
import { countRead } from './count-read.ts'
import { createGraphqlFace, type GraphqlFaceOptions } from './graphql/graphql-face.ts'
import { createChallenge, createIdentify } from './identify.ts'
import type { ReadLimiter } from './limits/read-limiter.ts'
import { createMcpFace } from './mcp/mcp-face.ts'
import { registryTokenOf } from './registry-api/auth-routes.ts'
import { problemResponse as apiProblem } from './registry-api/problem.ts'
import { createRegistryApiFace } from './registry-api/registry-api-face.ts'
import { knownViewer } from './registry/viewer.ts'
import { describeRetry, problemResponse, type Problem } from './rest/problem.ts'
import { createRestFace } from './rest/rest-face.ts'

/** What the application is made with: everything that does not change from request to request. */
export interface GraphAppOptions extends Pick<
  GraphqlFaceOptions,
  'renderGraphiql' | 'compileQuery'
> {
  version: string
  /** Public address, without a trailing slash. The resource of all faces is its `/mcp`. */
  graphUrl: string
  issuerUrl: string
  /** Reaches the issuer, and nothing else. */
  fetch: typeof fetch
  now: () => number
  /** Limits what one caller reads (default: nothing does) */
  reads?: ReadLimiter
  log: {
    info(message: string, fields?: Readonly<Record<string, unknown>>): void
    warn(message: string, fields?: Readonly<Record<string, unknown>>): void
    error(message: string, fields?: Readonly<Record<string, unknown>>): void
  }
}

/** The graph: one function, whatever the platform. */
export interface GraphApp {
  /**
   * Answers a request.
   *
   * @param services What this request works with
   * @param ctx What the platform tells (default: background work is started and not waited for)
   */
  fetch(request: Request, services: GraphServices, ctx?: PlatformContext): Promise<Response>
}

interface PlatformContext {
  waitUntil?: (promise: Promise<unknown>) => void
  /** Where the request came from. */
  clientAddress?: string | undefined
}

/** The largest body of a GraphQL or REST request; a run's recorded output is the largest honest one. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024

/** Creates the graph: GraphQL, REST and MCP over the same verbs. */
export function createGraphApp(options: GraphAppOptions): GraphApp {
  const { graphUrl, issuerUrl, version, log, fetch, now, renderGraphiql, compileQuery, reads } =
    options
  const resource = `${graphUrl}/mcp`
  const identify = createIdentify({ issuer: issuerUrl, resource, fetch, now })
  const challenge = createChallenge(resource)
  const toFault = (error: unknown) => {
    const faultId = crypto.randomUUID()
    log.error('Something went wrong', { error, faultId })
    return faultId
  }

  const mcp = createMcpFace({ version, resource, issuerUrl, fetch, now, log })
  const registryApi = createRegistryApiFace({
    version,
    graphUrl,
    challenge,
    toFault,
    describeMcp: (env) => mcp.manifest(env),
  })
  const rest = createRestFace({ version, graphUrl, issuerUrl, challenge, toFault })
  const graphql = createGraphqlFace({
    toFault,
    ...(renderGraphiql ? { renderGraphiql } : {}),
    ...(compileQuery ? { compileQuery } : {}),
  })

  /** The way into both faces that are not the kit's: a bounded body, and a caller who is known or anonymous. */
  async function enter(
    face: { fetch: typeof graphql.fetch },
    { request, services, clientAddress, refuse }: Entrance,
  ): Promise<Response> {
    const bounded = await boundRequest(request, MAX_BODY_BYTES)
    if (!bounded) return refuse(TOO_LARGE)
    // A token of this registry is none of the issuer's: the operation that it is for looks at it.
    const isMachine = face === registryApi && registryTokenOf(bounded) !== undefined
    const identified = isMachine ? ok(undefined) : await identify(bounded)
    if (!identified.ok) return refuse(identified.failure)

    const viewer = knownViewer(identified.value, services)
    const { headers, refusal } = countRead(reads, { viewer, clientAddress }, now())
    if (refusal) return refuse(refusal)
    const { signal } = request
    const context = { ...services, viewer, clientAddress, signal }
    return withHeaders(await face.fetch(bounded, context), headers)
  }

  return {
    async fetch(request, services, { waitUntil, clientAddress } = {}) {
      const path = new URL(request.url).pathname
      const entrance = { request, services, clientAddress }
      if (path === '/graphql') return enter(graphql, { ...entrance, refuse: toGraphqlAnswer })
      if (registryApi.owns(path)) {
        if (request.method === 'OPTIONS') return preflight(REGISTRY_CORS)
        const answer = await enter(registryApi, { ...entrance, refuse: apiProblem })
        return withHeaders(answer, REGISTRY_CORS)
      }
      if (!rest.owns(path)) {
        const env = { services, clientAddress, reads }
        return mcp.fetch(request, env, waitUntil && { waitUntil })
      }
      if (request.method === 'OPTIONS') return preflight(CORS)
      return withHeaders(await enter(rest, { ...entrance, refuse: problemResponse }), CORS)
    },
  }
}

interface Entrance {
  request: Request
  services: GraphServices
  clientAddress: string | undefined
  refuse: (problem: Problem) => Response
}

const TOO_LARGE: Problem = {
  status: 413,
  code: 'ERR_BODY_TOO_LARGE',
  detail: `Cannot read the body: it is larger than ${MAX_BODY_BYTES} bytes`,
}

/** A refusal in GraphQL's own form, before there is an operation. */
function toGraphqlAnswer(problem: Problem): Response {
  const { status, code, detail: message, headers = {}, retryAfterSeconds: retryAfter } = problem
  const extensions = { code, status, ...(retryAfter === undefined ? {} : { retryAfter }) }
  return new Response(JSON.stringify({ errors: [{ message, extensions }] }), {
    status,
    headers: {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      ...describeRetry(problem).headers,
      ...headers,
    },
  })
}

/** Bearer tokens only, never cookies: any page may ask, in its own name. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-expose-headers':
    'www-authenticate, location, retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset',
  'access-control-max-age': '600',
}

/** The registry API is asked by editors from their own pages; it knows more methods and changes less. */
const REGISTRY_CORS = {
  ...CORS,
  'access-control-allow-methods': 'GET, OPTIONS, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'Authorization, Content-Type',
  'access-control-max-age': '86400',
}

function preflight(headers: Readonly<Record<string, string>>): Response {
  return new Response(null, { status: 204, headers })
}

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}
