import { boundBody } from './bound-body.ts'
import { checkAddress, isTrusted, type AddressFailure } from './check-address.ts'
import {
  addressForbidden,
  SafeFetchError,
  timedOut,
  tooLarge,
  tooManyRedirects,
  unreachable,
} from './errors.ts'
import { readCall, redirectedCall, redirectTarget, type OutgoingCall } from './outgoing-call.ts'

/** A `fetch` that may be given a stranger's address. */
export type SafeFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** What the way out is told about one request besides the request. */
export interface Hop {
  /** The origin is a trusted one: what its name resolves to is not checked. */
  isTrusted: boolean
}

/** The way out: the platform's `fetch`, or the one of `./node`, which also checks resolved addresses. */
export type HopFetch = (url: string, init: RequestInit, hop: Hop) => Promise<Response>

/** How far a `SafeFetch` may go. */
export interface SafeFetchOptions {
  /** Exact origins exempt from the address and https checks, and from nothing else. Empty in production. */
  trustedOrigins: readonly string[]
  /** What makes the requests (default: the platform's `fetch`). */
  fetch?: HopFetch
  /** Largest body, decompressed (default: 4 MiB). */
  maxBytes?: number
  /** For the whole exchange, redirects and body included (default: 10 s). */
  timeoutMs?: number
  /** For an answer that is an event stream, from its first byte (default: 10 min). */
  streamTimeoutMs?: number
}

const MAX_REDIRECTS = 3
const DEFAULT_MAX_BYTES = 4 * 1024 * 1024
const DEFAULT_TIMEOUT_MS = 10_000
const DEFAULT_STREAM_TIMEOUT_MS = 600_000

/**
 * Makes the one way out to addresses that strangers gave us.
 *
 * Each hop is checked before it is made: https, no credentials, no private address (on Node also after
 * its name is resolved). At most three redirects are followed, none with `redirect: 'error'`; with
 * `redirect: 'manual'` the redirect itself is the answer. Size and time are bounded while the body is read.
 *
 * @throws {SafeFetchError} On a refusal. When the caller's own signal aborts, its reason is thrown.
 */
export function createSafeFetch(options: SafeFetchOptions): SafeFetch {
  const { trustedOrigins, maxBytes = DEFAULT_MAX_BYTES } = options
  const { timeoutMs = DEFAULT_TIMEOUT_MS, streamTimeoutMs = DEFAULT_STREAM_TIMEOUT_MS } = options
  const wayOut: HopFetch = options.fetch ?? ((url, init) => fetch(url, init))

  return async function safeFetch(input, init) {
    const call = await readCall(input, init)
    const place = placeOf(call.url)
    const signal = init?.signal ?? (input instanceof Request ? input.signal : null)
    const redirect = init?.redirect ?? (input instanceof Request ? input.redirect : 'follow')
    const deadline = startDeadline({ place, timeoutMs, signal })

    try {
      const { response, url } = await follow(call, { redirect, signal: deadline.signal })
      if (isEventStream(response)) deadline.extend(streamTimeoutMs)
      return bounded(response, { url, place, deadline })
    } catch (error) {
      deadline.end()
      throw toRefusal(error, place, deadline.signal)
    }
  }

  async function follow(
    first: OutgoingCall,
    { redirect, signal }: { redirect: RequestRedirect; signal: AbortSignal },
  ): Promise<{ response: Response; url: string }> {
    let call = first
    for (let followed = 0; ; followed += 1) {
      const response = await hop(call, signal)
      const target = redirectTarget(call.url, response)
      if (!target || redirect === 'manual') return { response, url: call.url }

      discard(response)
      const allowed = redirect === 'error' ? 0 : MAX_REDIRECTS
      if (followed === allowed) throw tooManyRedirects(placeOf(call.url), allowed)
      const next = redirectedCall(call, response.status, target)
      if (!next) throw tooManyRedirects(placeOf(call.url), followed)
      call = next
    }
  }

  async function hop(call: OutgoingCall, signal: AbortSignal): Promise<Response> {
    const checked = checkAddress(call.url, trustedOrigins)
    if (!checked.ok) throw addressForbidden(placeOf(call.url), OBSTACLES[checked.failure.reason])
    signal.throwIfAborted()

    const { method, headers, body } = call
    const streamed = body instanceof ReadableStream ? { duplex: 'half' } : {}
    const init: RequestInit = { method, headers, body, signal, redirect: 'manual', ...streamed }
    return orAborted(
      wayOut(checked.value.href, init, { isTrusted: isTrusted(checked.value, trustedOrigins) }),
      signal,
    )
  }

  function bounded(
    response: Response,
    { url, place, deadline }: { url: string; place: string; deadline: Deadline },
  ): Response {
    const { status, statusText, headers } = response
    const announced = Number(headers.get('content-length') ?? 0)
    if (announced > maxBytes) {
      discard(response)
      throw tooLarge(place, maxBytes)
    }
    if (!response.body) deadline.end()

    const body =
      response.body &&
      boundBody(response.body, {
        maxBytes,
        signal: deadline.signal,
        tooLarge: () => tooLarge(place, maxBytes),
        onEnd: deadline.end,
      })
    // A new Response is one of this realm, whatever made the request: the SDK asks `instanceof Response`.
    const answer = new Response(body, { status, statusText, headers })
    return Object.defineProperty(answer, 'url', { value: url })
  }
}

const OBSTACLES: Record<AddressFailure['reason'], string> = {
  unparsable: 'it is not a URL',
  credentials: 'an address must not carry a user name or password',
  scheme: 'only https addresses are called',
  not_public: 'it is not an address of the public internet',
}

/** An exchange's time limit, and the caller's own signal, as one signal. */
interface Deadline {
  signal: AbortSignal
  extend(timeoutMs: number): void
  end(): void
}

function startDeadline(limits: {
  place: string
  timeoutMs: number
  signal: AbortSignal | null
}): Deadline {
  const { place, signal } = limits
  const controller = new AbortController()
  const expireAfter = (ms: number) => setTimeout(() => controller.abort(timedOut(place, ms)), ms)
  const giveUp = () => controller.abort(signal?.reason)

  let timer = expireAfter(limits.timeoutMs)
  if (signal?.aborted) giveUp()
  signal?.addEventListener('abort', giveUp, { once: true })

  return {
    signal: controller.signal,
    extend(timeoutMs) {
      clearTimeout(timer)
      timer = expireAfter(timeoutMs)
    },
    end() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    },
  }
}

/** The answer, or the signal's reason if that comes first: a way out that ignores its signal does not hold us. */
async function orAborted(answer: Promise<Response>, signal: AbortSignal): Promise<Response> {
  const { promise, reject } = Promise.withResolvers<never>()
  const giveUp = () => reject(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    return await Promise.race([answer, promise])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

/** Our own refusal where it is one, the caller's reason where they gave up, else "cannot reach". */
function toRefusal(error: unknown, place: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof SafeFetchError) return cause
  }
  return unreachable(place, error)
}

function isEventStream(response: Response): boolean {
  return /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '')
}

function discard(response: Response): void {
  response.body?.cancel().catch(() => {})
}

/** What a message may name: the origin, which the URL parser has cleaned, never the path or query. */
function placeOf(url: string): string {
  const { protocol, host } = URL.parse(url) ?? { protocol: '', host: '' }
  return host ? `${protocol}//${host}` : 'an unreadable address'
}
