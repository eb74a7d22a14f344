import { isJson } from '../import/parse-record.ts'
import { recordsOf } from '../import/read-registry.ts'

/** One page of a registry. */
export interface MirrorPage {
  readonly records: readonly unknown[]
  readonly nextCursor: string | undefined
  /** The moment of the answer, by the upstream's own clock. */
  readonly at: Date | undefined
}

/** A page that did not come. */
export class PageFailure extends Error {
  override readonly name = 'PageFailure'
  /** When the upstream wants to be asked again, in milliseconds from now. */
  readonly retryAfterMs: number | undefined
  /** Whether the cursor is at fault: going on from it would fail for ever. */
  readonly isCursorRefused: boolean

  constructor(
    message: string,
    {
      retryAfterMs,
      isCursorRefused = false,
      cause,
    }: { retryAfterMs?: number | undefined; isCursorRefused?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.retryAfterMs = retryAfterMs
    this.isCursorRefused = isCursorRefused
  }
}

/** What is asked for. */
export interface PageRequest {
  readonly upstream: string
  /** Only what changed since then, deletions too; `undefined`: everything. */
  readonly since: Date | undefined
  readonly cursor: string | undefined
}

type Fetch = (url: URL, init: { signal: AbortSignal; headers: HeadersInit }) => Promise<Response>

const PAGE_SIZE = '100'

/**
 * Reads one page of a registry of the standard shape.
 *
 * @throws PageFailure
 */
export async function readPage(
  fetch: Fetch,
  { upstream, since, cursor }: PageRequest,
  { signal, now }: { signal: AbortSignal; now: Date },
): Promise<MirrorPage> {
  const url = new URL(`${upstream}/v0.1/servers`)
  url.searchParams.set('limit', PAGE_SIZE)
  url.searchParams.set('include_deleted', 'true')
  if (since) url.searchParams.set('updated_since', since.toISOString())
  if (cursor !== undefined) url.searchParams.set('cursor', cursor)
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } }).catch(
    (cause: unknown) => {
      throw new PageFailure('it does not answer', { cause })
    },
  )
  if (!response.ok) {
    await response.body?.cancel()
    throw refused(response, cursor !== undefined, now)
  }
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw new PageFailure('its answer is not JSON, or too long', { cause })
  })
  const records = recordsOf(body)
  if (!records) throw new PageFailure('its answer has no list of servers')
  return { records, nextCursor: nextCursorOf(body), at: dateOf(response.headers.get('date')) }
}

function refused({ status, headers }: Response, hasCursor: boolean, now: Date): PageFailure {
  const isCursorRefused = hasCursor && [400, 404, 410, 422].includes(status)
  return new PageFailure(`it answered with status ${status}`, {
    retryAfterMs: parseRetryAfter(headers.get('retry-after'), now),
    isCursorRefused,
  })
}

/** Seconds, or a date (RFC 9110 §10.2.3). */
function parseRetryAfter(text: string | null, now: Date): number | undefined {
  if (text !== null && /^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = dateOf(text)
  return at && Math.max(0, at.getTime() - now.getTime())
}

function dateOf(text: string | null): Date | undefined {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? undefined : new Date(at)
}

function nextCursorOf(body: unknown): string | undefined {
  const metadata = isJson(body) && isJson(body['metadata']) ? body['metadata'] : {}
  const cursor = metadata['nextCursor'] ?? metadata['next_cursor']
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined
}
