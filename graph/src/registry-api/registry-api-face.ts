import { Hono, type Context } from 'hono'
import type { GraphContext, GraphServices } from '../context.ts'
import type { WriteChallenge } from '../rest/problem.ts'
import {
  answerDocs,
  answerDocument,
  answerHealth,
  answerPing,
  answerVersionOfService,
} from './about-operations.ts'
import type { ApiRequest } from './api-request.ts'
import { answerAuth, AUTH_METHODS } from './auth-routes.ts'
import { answerMcp, answerSearch, EXTENSIONS, type McpDescription } from './extension-operations.ts'
import { methodNotAllowed, notFound } from './not-found.ts'
import { toApiDocument } from './open-api.ts'
import { problemResponse, toProblem } from './problem.ts'
import { answerList } from './read-operations.ts'
import { answerServer } from './server-operations.ts'
import { answerPublish, answerValidate } from './write-operations.ts'

/** What the face is made with. */
export interface RegistryApiOptions {
  version: string
  graphUrl: string
  /** Says what this registry is as an MCP server. */
  describeMcp(env: { services: GraphServices }): McpDescription
  /** Logs a fault and names it. */
  toFault: (error: unknown) => string
  challenge: WriteChallenge
}

/** Answers the standard's registry API, v0.1, at `/v0.1` and `/v0`. */
export interface RegistryApiFace {
  /** Whether a path is one of this face's. */
  owns(path: string): boolean
  fetch(request: Request, context: GraphContext): Promise<Response>
}

type Env = { Bindings: { context: GraphContext } }

/** Creates the face: one for all requests, which bring their context with them. */
export function createRegistryApiFace(options: RegistryApiOptions): RegistryApiFace {
  const app = new Hono<Env>()
  app.use(async (c, next) => refuseOddPath(c.req.raw) ?? next())
  for (const base of BASES) app.route(base, createApi(options))
  // One build of Copilot's command line leaves the version out.
  app.route('/', createServers())
  app.notFound(() => notFound())
  app.onError((error) => toProblem(error, options))

  return {
    owns: (path) => /^\/(?:v0\.1|v0|servers)(?:\/|$)/.test(path),
    fetch: async (request, context) => app.fetch(request, { context }),
  }
}

const BASES = ['/v0.1', '/v0'] as const

function createApi(options: RegistryApiOptions): Hono<Env> {
  const api = createServers()
  api.post('/publish', (c) => answerPublish(toApiRequest(c)))
  api.all('/publish', () => methodNotAllowed(['POST']))
  api.post('/validate', (c) => answerValidate(toApiRequest(c)))
  for (const method of AUTH_METHODS) {
    api.post(`/auth/${method}`, (c) => answerAuth(toApiRequest(c), method))
    api.all(`/auth/${method}`, () => methodNotAllowed(['POST']))
  }
  api.get('/ping', answerPing)
  api.get('/health', answerHealth)
  api.get('/version', () => answerVersionOfService(options))
  api.get(`${EXTENSIONS}/search`, (c) => answerSearch(toApiRequest(c)))
  api.get(`${EXTENSIONS}/mcp`, (c) => answerMcp(options.describeMcp({ services: c.env.context })))
  const document = toApiDocument(options)
  const text = JSON.stringify(document, undefined, 2)
  api.get('/openapi.yaml', () => answerDocument(text))
  api.get('/docs', () => answerDocs(document))
  return api
}

function createServers(): Hono<Env> {
  const servers = new Hono<Env>()
  servers.get('/servers', (c) => answerList(toApiRequest(c)))
  servers.all('/servers', () => methodNotAllowed(['GET']))
  servers.all('/servers/*', (c) => {
    const { pathname } = new URL(c.req.url)
    const below = pathname.slice(pathname.indexOf('/servers/') + '/servers/'.length)
    return answerServer(toApiRequest(c), below)
  })
  return servers
}

function toApiRequest(c: Context<Env>): ApiRequest {
  const request = c.req.raw
  return { request, context: c.env.context, query: new URL(request.url).searchParams }
}

/** A NUL can stand in no name; a slash at the end is one too many. */
function refuseOddPath(request: Request): Response | undefined {
  const url = new URL(request.url)
  if (/%00|\0/.test(url.pathname + url.search))
    return problemResponse({
      status: 400,
      code: 'ERR_PATH_INVALID',
      detail: 'Cannot read the address: it has a NUL character',
    })
  if (!/.\/$/.test(url.pathname)) return undefined
  // Relative to this service, whatever host the request names; and never to another one (`//host`).
  const path = url.pathname.replace(/\/+$/, '').replace(/^\/+/, '/')
  return new Response(null, { status: 308, headers: { location: path + url.search } })
}
