import type { Oddities } from './oddity.ts'
import { isJson } from './parse-record.ts'

/** How a live registry is reached. */
export interface RegistryReader {
  /** Checks the address and bounds size and time: a registry is a stranger too. */
  fetch(url: URL, init: { signal: AbortSignal; headers: HeadersInit }): Promise<Response>
  wait(milliseconds: number): Promise<void>
  /** Called after each page with the number of records so far. */
  progress?(records: number): void
}

const PAGE_SIZE = 100
const PAGE_TIMEOUT_MS = 60_000
const ATTEMPTS = 4
const FIRST_PAUSE_MS = 1000
const MAX_PAGES = 20_000

/**
 * Reads all records of a live registry of the standard shape (v0.1), page by page, or a dump that lies on the web.
 *
 * @param address Its base, its list (`…/v0.1/servers`), or a `.json` file
 * @throws When the first page cannot be read; later failures end the reading with an oddity
 */
export async function readRegistry(
  reader: RegistryReader,
  address: URL,
  oddities: Oddities,
): Promise<unknown[]> {
  const records: unknown[] = []
  const seen = new Set<string>()
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const url = pageUrl(address, cursor)
    const body = page === 0 ? await readPage(reader, url) : await tryPage(reader, url, oddities)
    const list = recordsOf(body)
    if (!list) {
      oddities.add('list_unreadable', `page ${page + 1}`)
      return records
    }
    records.push(...list)
    reader.progress?.(records.length)
    cursor = nextCursor(body)
    if (cursor === undefined) return records
    if (seen.has(cursor)) {
      oddities.add('cursor_repeated', cursor.slice(0, 80))
      return records
    }
    seen.add(cursor)
  }
  return records
}

/** The records of a dump or of one page: `{ servers: […] }`, or the bare list. */
export function recordsOf(body: unknown): unknown[] | undefined {
  if (Array.isArray(body)) return body
  return isJson(body) && Array.isArray(body['servers']) ? body['servers'] : undefined
}

function nextCursor(body: unknown): string | undefined {
  const metadata = isJson(body) && isJson(body['metadata']) ? body['metadata'] : {}
  const cursor = metadata['nextCursor'] ?? metadata['next_cursor']
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined
}

function pageUrl(address: URL, cursor: string | undefined): URL {
  const url = new URL(address)
  if (url.pathname.endsWith('.json')) return url
  const path = url.pathname.replace(/\/+$/, '')
  url.pathname = path.endsWith('/servers')
    ? path
    : `${path.replace(/\/v0(\.1)?$/, '')}/v0.1/servers`
  url.searchParams.set('limit', String(PAGE_SIZE))
  if (cursor !== undefined) url.searchParams.set('cursor', cursor)
  return url
}

async function tryPage(reader: RegistryReader, url: URL, oddities: Oddities): Promise<unknown> {
  try {
    return await readPage(reader, url)
  } catch (error) {
    oddities.add('page_failed', url.href.slice(0, 200), error instanceof Error ? error.name : '')
    return { servers: [] }
  }
}

/** Tries again after a pause where that can help: the network, too many requests, a fault over there. */
async function readPage(reader: RegistryReader, url: URL): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt === ATTEMPTS
    try {
      const response = await reader.fetch(url, {
        signal: AbortSignal.timeout(PAGE_TIMEOUT_MS),
        headers: { accept: 'application/json' },
      })
      if (response.ok) return await response.json()
      await response.body?.cancel()
      const canRecover = response.status === 429 || response.status >= 500
      if (isLast || !canRecover) throw new RegistryAnswerError(response.status)
    } catch (error) {
      if (isLast || error instanceof RegistryAnswerError || isRefusal(error)) throw error
    }
    await reader.wait(FIRST_PAUSE_MS * 2 ** (attempt - 1))
  }
}

/** A registry that answers, but not with a list. */
export class RegistryAnswerError extends Error {
  override readonly name = 'RegistryAnswerError'
  readonly status: number

  constructor(status: number) {
    super(`The registry answered with status ${status}`)
    this.status = status
  }
}

/** An address that may not be called will not become one by trying again. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof SyntaxError ||
    (error instanceof Error && 'code' in error && error.code === 'ERR_ADDRESS_FORBIDDEN')
  )
}
