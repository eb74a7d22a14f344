import { CliError } from '../lib/cli-error.ts'
import { printable } from '../lib/terminal.ts'
import type { World } from '../lib/world.ts'

/** What goes to the registry; a path is relative to its base. */
export interface RegistryRequest {
  /** Default: GET */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
}

/** One request and its answer. */
export interface Exchange {
  /** `GET /v0.1/servers?limit=1`. */
  readonly sent: string
  /** `200 application/json`. */
  readonly came: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** `undefined` when the answer is no JSON. */
  readonly json: unknown
}

/** The way to the registry that is tested. */
export interface Registry {
  /** Sends one request; a redirect is an answer. */
  send(path: string, request?: RegistryRequest): Promise<Exchange>
  /** Another view of the same registry, which tells of each exchange. */
  observedBy(note: (exchange: Pick<Exchange, 'sent' | 'came'>) => void): Registry
}

const CONCURRENT = 4
const TIMEOUT_MS = 30_000
const MAX_REQUESTS = 600
const MAX_BYTES = 32 * 1024 * 1024
const MAX_PAUSE_MS = 20_000
/** So many requests without an answer, one after the other, are the end: each may take its whole time. */
const MAX_UNANSWERED = 6

/**
 * Makes the way to a registry that the person named: at most four requests at a time, a bounded number in all, and a
 * pause where it asks for one (429 with `Retry-After`).
 */
export function createRegistry(
  base: string,
  { fetch, signal }: Pick<World, 'fetch' | 'signal'>,
): Registry {
  const take = limitTo(CONCURRENT)
  let requests = 0
  let unanswered = 0

  async function ask(
    url: string,
    init: RequestInit,
  ): Promise<{ response: Response; text: string }> {
    try {
      const response = await fetch(url, init)
      const text = await readText(response)
      unanswered = 0
      return { response, text }
    } catch (cause) {
      unanswered += 1
      if (unanswered < MAX_UNANSWERED) throw cause
      throw new CliError(
        'ERR_REGISTRY_FAILED',
        `Cannot go on with "${base}": it did not answer ${unanswered} requests one after the other`,
        { cause },
      )
    }
  }

  async function exchange(path: string, request: RegistryRequest): Promise<Exchange> {
    requests += 1
    if (requests > MAX_REQUESTS)
      throw new CliError(
        'ERR_REGISTRY_FAILED',
        `Cannot go on with "${base}": more than ${MAX_REQUESTS} requests were needed`,
      )
    const { method = 'GET', headers = {}, body } = request
    const { response, text } = await ask(`${base}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    const type = response.headers.get('content-type')?.split(';')[0] ?? 'no content type'
    return {
      sent: `${method} ${path}`,
      came: `${response.status} ${printable(type)}`,
      status: response.status,
      headers: response.headers,
      text,
      json: parseJson(text),
    }
  }

  async function send(path: string, request: RegistryRequest = {}): Promise<Exchange> {
    const first = await take(() => exchange(path, request))
    if (first.status !== 429) return first
    await pause(first.headers.get('retry-after'), signal)
    return take(() => exchange(path, request))
  }

  return observable(send)
}

function observable(send: Registry['send']): Registry {
  return {
    send,
    observedBy: (note) =>
      observable(async (path, request) => {
        const exchange = await send(path, request)
        note(exchange)
        return exchange
      }),
  }
}

/** Lets only so many run at a time; the others wait in line. */
function limitTo(places: number) {
  let free = places
  const waiting: (() => void)[] = []
  return async <value>(run: () => Promise<value>): Promise<value> => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await run()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > MAX_BYTES) throw new Error(`The answer is longer than ${MAX_BYTES} bytes`)
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function pause(retryAfter: string | null, signal: AbortSignal): Promise<void> {
  const seconds = /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) : 1
  const { setTimeout: wait } = await import('node:timers/promises')
  await wait(Math.min(seconds * 1000, MAX_PAUSE_MS), undefined, { signal })
}
