import { Hono, type Context } from 'hono'
import type { GraphContext } from '../context.ts'
import { isShallow, toStorable, toStorableText } from '../registry/to-storable.ts'
import { toOpenApi, type OpenApiOptions } from './open-api.ts'
import { problemResponse, toProblem, type WriteChallenge } from './problem.ts'
import type { Route } from './route.ts'
import { ROUTES } from './routes.ts'

/** What the REST face is made with. */
export interface RestFaceOptions extends OpenApiOptions {
  /** Logs a fault and names it. */
  toFault: (error: unknown) => string
  challenge: WriteChallenge
}

/** Answers REST, in the plan's paths; problems are `application/problem+json`. */
export interface RestFace {
  /** Whether a path is one of this face's. */
  owns(path: string): boolean
  fetch(request: Request, context: GraphContext): Promise<Response>
}

type Env = { Bindings: { context: GraphContext } }

/** Creates the REST face: one for all requests, which bring their context with them. */
export function createRestFace(options: RestFaceOptions): RestFace {
  const app = new Hono<Env>()
  for (const route of ROUTES)
    for (const path of pathsOf(route)) {
      app.on(route.method.toUpperCase(), path, (c) => answer(route, c))
      app.all(path, () => methodNotAllowed(route))
    }
  const document = JSON.stringify(toOpenApi(ROUTES, options))
  app.get('/openapi.json', (c) => c.body(document, 200, { 'content-type': 'application/json' }))
  app.notFound(() => notFound())
  app.onError((error) => toProblem(error, options))

  return {
    owns: (path) => /^\/(?:registry|search|health|introspect|openapi\.json)(?:\/|$)/.test(path),
    fetch: async (request, context) => app.fetch(request, { context }),
  }
}

/** Names have a slash: callers that forget to encode it are understood too. */
function pathsOf({ path }: Route): string[] {
  const plain = path.replaceAll(/\{(\w+)\}/g, ':$1')
  if (plain.endsWith('/:id')) return [plain, `${plain}/:rest`]
  // What stands below a server, and not a server whose own part of the name is called so.
  if (!plain.startsWith(BELOW_SERVER)) return [plain]
  const rest = plain.slice(BELOW_SERVER.length)
  return [`${BELOW_SERVER}{${WHOLE_REFERENCE}}${rest}`, `${BELOW_SERVER}/:rest${rest}`]
}

const BELOW_SERVER = '/registry/servers/:id'
const HEX = '[0-9A-Fa-f]+'
/** An id, or a name with its slash encoded. */
const WHOLE_REFERENCE = `(?:${HEX}-${HEX}-${HEX}-${HEX}-${HEX}|[^/]+%2[Ff][^/]+)`

async function answer(route: Route, c: Context<Env>): Promise<Response> {
  const body = route.body ? await readJson(c.req.raw) : { value: undefined }
  if (body instanceof Response) return body

  const { id, rest } = c.req.param()
  const {
    status,
    body: answered,
    headers,
  } = await route.answer({
    context: c.env.context,
    params: id === undefined ? {} : { id: toStorableText(rest ? `${id}/${rest}` : id) },
    query: readQuery(c.req.raw),
    body: body.value,
  })
  const init = {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  }
  if (isKnown(c.req.header('if-none-match'), headers?.['etag']))
    return new Response(null, { ...init, status: 304 })
  return new Response(isRaw(answered) ? answered : JSON.stringify(answered), init)
}

/** Whether the caller has this already (RFC 9110 §13.1.2). */
function isKnown(names: string | undefined, etag: string | undefined): boolean {
  if (names === undefined || etag === undefined) return false
  const known = names.split(',').map((name) => name.trim().replace(/^W\//, ''))
  return known.some((name) => name === etag || name === '*')
}

function isRaw(answered: unknown): answered is ReadableStream | Uint8Array<ArrayBuffer> {
  return answered instanceof ReadableStream || answered instanceof Uint8Array
}

async function readJson(request: Request): Promise<{ value: unknown } | Response> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type))
    return problemResponse({
      status: 415,
      code: 'ERR_MEDIA_TYPE_UNSUPPORTED',
      detail: 'Cannot read the body: send it as "application/json"',
    })
  const value = parseJson(await request.text())
  if (value !== undefined && isShallow(value)) return { value: toStorable(value) }
  return problemResponse({
    status: 400,
    code: 'ERR_BODY_INVALID',
    detail: 'Cannot read the body: it is not JSON, or nested too deep',
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readQuery(request: Request): Record<string, string | string[]> {
  const { searchParams } = new URL(request.url)
  const names = [...new Set(searchParams.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = searchParams.getAll(name).map(toStorableText)
      const [first = ''] = values
      return [name, values.length > 1 ? values : first]
    }),
  )
}

function methodNotAllowed({ method, path }: Route): Response {
  const allow = method.toUpperCase()
  return problemResponse({
    status: 405,
    code: 'ERR_METHOD_NOT_ALLOWED',
    detail: `Cannot do this at "${path}": only ${allow} is answered`,
    headers: { allow },
  })
}

function notFound(): Response {
  const detail = 'Cannot find this path; "/openapi.json" lists them all'
  return problemResponse({ status: 404, code: 'ERR_NOT_FOUND', detail })
}
