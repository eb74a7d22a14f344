/** What is sent, in a form that can be sent again after a redirect. */
export interface OutgoingCall {
  url: string
  method: string
  headers: Headers
  body: BodyInit | null
}

/** Reads what `fetch` was called with. */
export async function readCall(
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<OutgoingCall> {
  if (!(input instanceof Request)) {
    return {
      url: String(input),
      method: (init?.method ?? 'GET').toUpperCase(),
      headers: new Headers(init?.headers),
      body: init?.body ?? null,
    }
  }

  const request = new Request(input, init)
  const body = request.body ? await request.arrayBuffer() : null
  return { url: request.url, method: request.method, headers: request.headers, body }
}

/** Headers that must not follow a redirect to another origin. */
const OWN_HEADERS = ['authorization', 'cookie', 'proxy-authorization', 'mcp-session-id', 'dpop']
const BODY_HEADERS = ['content-type', 'content-length', 'content-encoding', 'content-language']

/**
 * The call that a redirect asks for, by the rules of the Fetch standard (HTTP-redirect fetch), or
 * `undefined` where it cannot be made: the body was a stream that is spent.
 */
export function redirectedCall(
  call: OutgoingCall,
  status: number,
  target: URL,
): OutgoingCall | undefined {
  const headers = new Headers(call.headers)
  if (target.origin !== new URL(call.url).origin)
    OWN_HEADERS.forEach((name) => headers.delete(name))

  const becomesGet =
    (status === 303 && call.method !== 'HEAD') ||
    ((status === 301 || status === 302) && call.method === 'POST')
  if (becomesGet) {
    BODY_HEADERS.forEach((name) => headers.delete(name))
    return { url: target.href, method: 'GET', headers, body: null }
  }

  if (call.body instanceof ReadableStream) return undefined
  return { url: target.href, method: call.method, headers, body: call.body }
}

/** The address that an answer sends us on to, or `undefined` where it does not. */
export function redirectTarget(url: string, response: Response): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined

  const location = response.headers.get('location')
  return location === null ? undefined : (URL.parse(location, url) ?? undefined)
}
