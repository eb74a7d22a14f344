import type { Behavior } from './behavior.ts'

const OFFICIAL = 'io.modelcontextprotocol.registry/official'

/** An entry, as a mutation may change it. */
export interface Told {
  server: Record<string, unknown>
  _meta?: Record<string, Record<string, unknown>>
}

/** The body of an answer: a list, or one entry. */
export interface Body extends Told {
  servers: Told[]
  metadata: Record<string, unknown>
  [key: string]: unknown
}

/** Changes the bodies of answers that are a 200: of requests that fit `METHOD /path?query`. */
export function changing(what: RegExp, change: (body: Body) => unknown): Partial<Behavior> {
  return {
    async answer(request, response) {
      if (!what.test(lineOf(request)) || response.status !== 200) return response
      const body = await response.json()
      return Response.json(change(body) ?? body, { headers: response.headers })
    },
  }
}

/** Replaces answers, or their headers. */
export function replacing(
  what: RegExp,
  change: (response: Response) => Response,
): Partial<Behavior> {
  return {
    answer: (request, response) => (what.test(lineOf(request)) ? change(response) : response),
  }
}

function lineOf(request: Request): string {
  const { pathname, search } = new URL(request.url)
  return `${request.method} ${pathname}${search}`
}

/** Changes the first entry of a list. */
export function first(change: (entry: Told) => void): (body: Body) => void {
  return ({ servers: [entry] }) => {
    if (entry) change(entry)
  }
}

/** Adds to the official metadata of an entry. */
export function official(changes: object): (entry: Told) => void {
  return ({ _meta }) => void Object.assign(_meta?.[OFFICIAL] ?? {}, changes)
}

/** Takes a header away, or gives it another value. */
export function header(name: string, value?: string): (response: Response) => Response {
  return (response) => {
    response.headers.delete(name)
    if (value !== undefined) response.headers.set(name, value)
    return response
  }
}

/** Another status, with an empty object. */
export function status(code: number): () => Response {
  return () => Response.json({}, { status: code })
}
