import { createAddressReader, pathOf } from './address.ts'
import type { Authorizer } from './authorize.ts'
import {
  toIssuerDocument,
  toIssuerRedirect,
  toResourceDocument,
  toServerCard,
} from './documents.ts'
import { checkHost, checkOrigin } from './front-door.ts'
import { createMcpFace, toJsonRpcRejection, toOAuthResponse } from './mcp-face.ts'
import { fromEnv, type WorkerPlan } from './options.ts'
import { createRestFace, toAuthProblem, toNotFound, toRejectionProblem } from './rest-face.ts'
import type { Visit, WorkerContext } from './visit.ts'

/** What answers beside the tools. */
export interface Routes<env> {
  fetch(request: Request, env: env, ctx?: WorkerContext): Response | Promise<Response>
}

/** Leads each request to its face. */
export interface Router<env> {
  answer(visit: Visit<env>): Promise<Response>
}

const RESOURCE_DOCUMENT = '/.well-known/oauth-protected-resource'
const ISSUER_DOCUMENT = '/.well-known/oauth-authorization-server'

/** What a web page of an allowed origin may send and read. */
const CORS = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'authorization, content-type, accept, mcp-protocol-version, mcp-method, mcp-name, mcp-session-id, last-event-id',
  'access-control-expose-headers': 'www-authenticate, mcp-session-id, mcp-protocol-version',
  'access-control-max-age': '600',
}

/**
 * Creates the router of a worker.
 *
 * @param beside What answers all that is not the kit's own, if anything does
 */
export function createRouter<env>(
  plan: WorkerPlan<env>,
  authorizer: Authorizer<env>,
  beside: () => Routes<env> | undefined,
): Router<env> {
  const mcpFace = createMcpFace(plan, authorizer)
  const restFace = createRestFace(plan, authorizer)
  const readAddress = createAddressReader()

  /** For everyone, from any origin. `undefined`: not one of these. */
  async function answerPublic(visit: Visit<env>, path: string): Promise<Response | undefined> {
    const { request, env } = visit
    const { path: mcpPath } = readAddress(visit.resource)
    const isPost = request.method === 'POST'
    if (path === '/healthz') return toHealth(plan)
    if (path === `${mcpPath}/server-card` && !isPost) {
      return toServerCard(plan, visit, 'application/mcp-server-card+json')
    }
    if (path === mcpPath && isRead(request) && wantsCard(request)) {
      return toServerCard(plan, visit, 'application/json')
    }
    const reader = authorizer.readerOf(env)
    if (reader === undefined) return undefined
    if (path.startsWith('/oauth/')) return toIssuerRedirect(reader, visit)
    if (isPost) return undefined
    if (path === RESOURCE_DOCUMENT || path === RESOURCE_DOCUMENT + mcpPath) {
      return toResourceDocument(plan, visit, reader.issuer)
    }
    if (path === ISSUER_DOCUMENT || path === ISSUER_DOCUMENT + mcpPath) {
      return toIssuerDocument(reader)
    }
    return undefined
  }

  /** The tools, through either face. `undefined`: not there. */
  async function answerTools(visit: Visit<env>, path: string): Promise<Response | undefined> {
    const { request, env, resource } = visit
    const address = readAddress(resource)
    const { path: mcpPath } = address
    const isMcp = path === mcpPath
    const toolName = isMcp ? undefined : readToolName(path, `${mcpPath}/tools`)
    if (!isMcp && toolName === undefined) return undefined

    const origins = fromEnv(plan.options.allowedOrigins ?? [], env)
    const rejection = checkOrigin(request, address, origins)
    if (rejection) return isMcp ? toJsonRpcRejection(rejection) : toRejectionProblem(rejection)
    if (request.method === 'OPTIONS') return new Response(null, { status: 204 })
    if (isMcp && request.method !== 'POST') return toMcpMethodNotAllowed()

    const user = await authorizer.identify(request, env)
    if (!user.ok) return isMcp ? toOAuthResponse(user.failure) : toAuthProblem(user.failure)
    const known = { ...visit, user: user.value }
    return isMcp ? mcpFace.answer(known) : restFace.answer(known, toolName || undefined)
  }

  return {
    async answer(visit) {
      const { request, env, resource } = visit
      const path = pathOf(request.url)
      const hosts = fromEnv(plan.options.allowedHosts ?? [], env)
      // A balancer asks for health by address, not by name.
      const stranger =
        path === '/healthz' ? undefined : checkHost(request, readAddress(resource), hosts)
      if (stranger !== undefined) return toRejectionProblem(stranger)

      const isPreflight = request.method === 'OPTIONS'
      if (isPreflight && isPublicPath(path))
        return withCors(new Response(null, { status: 204 }), '*')
      const open = isPreflight ? undefined : await answerPublic(visit, path)
      if (open !== undefined) return open

      const answer = await answerTools(visit, path)
      if (answer === undefined) return beside()?.fetch(request, env, visit.ctx) ?? toNotFound()
      const origin = request.headers.get('origin')
      return origin === null || answer.status === 403 ? answer : withCors(answer, origin)
    },
  }
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** A stream is what MCP clients of 2025 ask for with GET; they get 405, as the protocol says. */
function wantsCard(request: Request): boolean {
  const accept = request.headers.get('accept') ?? ''
  return accept.includes('application/json') && !accept.includes('text/event-stream')
}

function isPublicPath(path: string): boolean {
  return path.startsWith('/.well-known/') || path.startsWith('/oauth/')
}

/** `''` for the list, `undefined` for another path. */
function readToolName(path: string, toolsPath: string): string | undefined {
  if (path === toolsPath || path === `${toolsPath}/`) return ''
  if (!path.startsWith(`${toolsPath}/`)) return undefined
  try {
    return decodeURIComponent(path.slice(toolsPath.length + 1))
  } catch {
    return undefined
  }
}

function toHealth<env>({ options: { name, version } }: WorkerPlan<env>): Response {
  return Response.json({ ok: true, name, version }, { headers: { 'cache-control': 'no-store' } })
}

function toMcpMethodNotAllowed(): Response {
  const message = 'Only POST is answered here'
  return toJsonRpcRejection(
    { status: 405, code: 'ERR_METHOD_NOT_ALLOWED', message },
    { allow: 'POST' },
  )
}

function withCors(response: Response, origin: string): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(CORS)) headers.set(name, value)
  headers.set('access-control-allow-origin', origin)
  headers.append('vary', 'Origin')
  const { status, statusText, body } = response
  return new Response(body, { status, statusText, headers })
}
