import { SafeFetchError, type SafeFetch, type SafeFetchErrorCode } from '@toolgraph/safe-fetch'
import { budgetFetch } from './budget-fetch.ts'
import { readChallenge, type Challenge } from './challenge.ts'
import { DEFAULT_CLIENT_INFO, discoverRequest, type ClientInfo } from './discover-request.ts'
import { discoverServer, type Discovery } from './discover-server.ts'
import { McpClientError, type McpClientErrorCode } from './errors.ts'
import { observeFetch, type ObservedFetch } from './observe-fetch.ts'
import { openSession, type PriorEra, type Session } from './open-session.ts'
import { evidenceOf, evidenceOfFailure, type ProbeEvidence } from './probe-evidence.ts'
import { readDiscoverAnswer } from './read-discover-answer.ts'
import type { ServerTool, ToolList } from './server-tool.ts'

/** How a server is. An auth wall is `gated` or `gated_broken`, never `down`. */
export type ServerState =
  'open' | 'gated' | 'gated_broken' | 'wrong_transport' | 'not_mcp' | 'down' | 'unknown'

/** What one probe found. */
export interface ProbeReading {
  state: ServerState
  /** When the probe began. */
  checkedAt: Date
  /** Until the first answer; missing: there was none. */
  latencyMs?: number
  /** The protocol revision that it speaks, such as `2026-07-28`. */
  era?: string
  toolCount?: number
  /** What was seen, in our own words. */
  detail?: string
  /** What the state rests on. */
  evidence: ProbeEvidence
  /** How long the server asks to be left alone, in milliseconds. */
  retryAfterMs?: number
  /** The tools of an open server, as it lists them to everybody. */
  tools?: ServerTool[]
  /** For how long it calls that list fresh, for everybody; missing: it does not. */
  toolsTtlMs?: number
  /** How a gated server is authorized, and an open one where that was asked for. */
  discovery?: Discovery
}

/** Which server to probe. */
export interface ProbeServerOptions {
  url: string
  fetch: SafeFetch
  /** Milliseconds since the epoch (default: the clock). */
  now?: () => number
  /** Gives the probe up: it rejects with the signal's reason. */
  signal?: AbortSignal
  /** For the whole probe (default: 10 s). */
  timeoutMs?: number
  clientInfo?: ClientInfo
  /**
   * Whether an open server's metadata is read too: a server may let everybody look at its tools and ask for
   * sign-in when one is called (default: false).
   */
  readsMetadata?: boolean
  /** Whether an open server's tools are listed (default: true). */
  readsTools?: boolean
}

const DEFAULT_TIMEOUT_MS = 10_000
/** All answers of one server together: pages of tools, metadata, whatever it sends. */
const MAX_PROBE_BYTES = 8 * 1024 * 1024

/**
 * Asks a server how it is: `server/discover`, then `initialize` for older servers, then, where it is open,
 * its tools, and where it is gated, its metadata. Whatever the server does is a reading.
 */
export async function probeServer(options: ProbeServerOptions): Promise<ProbeReading> {
  const { now = Date.now, signal, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const deadline = AbortSignal.timeout(timeoutMs)
  const either = AbortSignal.any(signal ? [signal, deadline] : [deadline])
  const observed = observeFetch(budgetFetch(options.fetch, MAX_PROBE_BYTES), either)
  const startedAt = now()
  let latencyMs: number | undefined

  const probe: Probe = {
    url: options.url,
    clientInfo: options.clientInfo ?? DEFAULT_CLIENT_INFO,
    readsMetadata: options.readsMetadata ?? false,
    readsTools: options.readsTools ?? true,
    observed,
    signal: either,
    answered: () => (latencyMs ??= Math.round(now() - startedAt)),
  }
  const finding = await examine(probe).catch((error: unknown): Finding => {
    signal?.throwIfAborted()
    return deadline.aborted ? NO_ANSWER : fromFailure(error)
  })
  signal?.throwIfAborted()

  const { status = 0, contentType = '', retryAfterMs } = observed.last() ?? {}
  const pause = retryAfterMs ?? (status === 429 ? DEFAULT_RETRY_AFTER_MS : undefined)
  return {
    ...finding,
    evidence: { ...evidenceOf({ status, contentType }), ...finding.evidence },
    checkedAt: new Date(startedAt),
    ...(latencyMs !== undefined && { latencyMs }),
    ...(pause !== undefined && { retryAfterMs: pause }),
  }
}

/** For a server that asks for fewer requests and does not say from when on it takes them again. */
const DEFAULT_RETRY_AFTER_MS = 60_000

interface Finding extends Omit<ProbeReading, 'checkedAt' | 'latencyMs' | 'evidence'> {
  /** Beside what the last answer shows. */
  evidence?: ProbeEvidence
}

interface Probe {
  url: string
  clientInfo: ClientInfo
  readsMetadata: boolean
  readsTools: boolean
  observed: ObservedFetch
  signal: AbortSignal
  answered(): void
}

async function examine(probe: Probe): Promise<Finding> {
  const { url, observed, clientInfo } = probe
  const response = await observed.fetch(url, discoverRequest(clientInfo, undefined))
  probe.answered()

  const challenge = readChallenge(response)
  const wall = challenge || WALLS.includes(response.status)
  if (wall) {
    void response.body?.cancel().catch(() => {})
    return examineWall(probe, challenge)
  }
  if (response.status === 429) return BUSY

  const answer = await readDiscoverAnswer(response)
  return answer.kind === 'discovered'
    ? examineSession(probe, { kind: 'modern', discover: answer.discover })
    : examineSession(probe, { kind: 'legacy' })
}

/** Who asks for sign-in must say how: its metadata is read and checked. */
async function examineWall(probe: Probe, challenge?: Challenge): Promise<Finding> {
  const { url, observed, signal } = probe
  try {
    const options = { url, fetch: observed.fetch, signal, ...(challenge && { challenge }) }
    const found = await discoverServer(options)
    if (found.ok) return { state: 'gated', discovery: found.value }
    const evidence = evidenceOfFailure(found.failure)
    const { code: problem } = found.failure
    return {
      state: 'gated_broken',
      detail: found.failure.message,
      evidence: { ...evidence, problem },
    }
  } catch (error) {
    if (!signal.aborted) throw error
    const evidence = { problem: 'ERR_TIMEOUT' } as const
    return { state: 'gated_broken', detail: 'Its metadata did not come in time', evidence }
  }
}

async function examineSession(probe: Probe, prior: PriorEra): Promise<Finding> {
  const { url, observed, clientInfo } = probe
  let session: Session
  try {
    session = await openSession({ url, fetch: observed.fetch, prior, clientInfo })
  } catch (error) {
    return examineRefusal(probe, error)
  }
  const finding = await examineTools(probe, session)
  void session.close().catch(() => {})
  return finding
}

async function examineTools(probe: Probe, session: Session): Promise<Finding> {
  const { version: era } = session
  try {
    const list = probe.readsTools ? await session.listTools() : undefined
    const discovery = probe.readsMetadata ? await findMetadata(probe) : undefined
    return { state: 'open', era, ...(list && fromList(list)), ...(discovery && { discovery }) }
  } catch (error) {
    if (isWall(error)) return { ...(await examineWall(probe)), era }
    const evidence = evidenceOfFailure(error)
    return { state: 'open', era, detail: 'It does not list its tools', evidence }
  }
}

/** A list that is one caller's own says nothing of how long the next one stays as it is. */
function fromList({ tools, ttlMs, cacheScope }: ToolList) {
  const isForAll = ttlMs !== undefined && cacheScope === 'public'
  return { tools, toolCount: tools.length, ...(isForAll && { toolsTtlMs: ttlMs }) }
}

/** The sound metadata of an open server, where it has some. */
async function findMetadata({ url, observed, signal }: Probe): Promise<Discovery | undefined> {
  const none: Challenge = { scopes: [] }
  const options = { url, fetch: observed.fetch, signal, challenge: none }
  const found = await discoverServer(options).catch(() => undefined)
  return found?.ok ? found.value : undefined
}

/** No session: an auth wall, a failing server, the old transport, or not MCP at all. */
async function examineRefusal(probe: Probe, error: unknown): Promise<Finding> {
  const { observed, url } = probe
  if (isWall(error)) return examineWall(probe)

  const { status } = observed.last() ?? { status: 0 }
  if (WALLS.includes(status)) return examineWall(probe)
  if (status === 429) return BUSY
  if (status >= 500) return { state: 'down', detail: 'It answers with server errors' }
  if (!(error instanceof McpClientError) || !NO_SESSION.includes(error.code)) throw error

  const headers = { accept: 'text/event-stream' }
  const stream = await observed.fetch(url, { method: 'GET', headers })
  void stream.body?.cancel().catch(() => {})
  const contentType = stream.headers.get('content-type') ?? ''
  if (!stream.ok || !/^text\/event-stream\b/i.test(contentType)) return NOT_MCP
  const detail = 'It speaks only the retired HTTP+SSE transport'
  const evidence = evidenceOf({ status: stream.status, contentType })
  return { state: 'wrong_transport', detail, evidence }
}

/** Answers of a server that lets nobody in. */
const WALLS: readonly number[] = [401, 402, 403, 407]

/** The server answered, and it was no session. */
const NO_SESSION: readonly McpClientErrorCode[] = [
  'ERR_NOT_MCP',
  'ERR_CALL_REFUSED',
  'ERR_SERVER_FAILED',
]

const NOT_MCP: Finding = { state: 'not_mcp', detail: 'It answers, but not with the protocol' }
const NO_ANSWER: Finding = {
  state: 'down',
  detail: 'It did not answer in time',
  evidence: { problem: 'ERR_TIMEOUT' },
}
const BUSY: Finding = { state: 'unknown', detail: 'It asks for fewer requests' }

function isWall(error: unknown): boolean {
  return (
    error instanceof McpClientError &&
    (error.code === 'ERR_SIGN_IN_NEEDED' || error.code === 'ERR_SCOPES_NEEDED')
  )
}

const FAILURES: Record<SafeFetchErrorCode, Finding> = {
  ERR_ADDRESS_FORBIDDEN: { state: 'unknown', detail: 'Its address is not one that we call' },
  ERR_TOO_LARGE: { state: 'not_mcp', detail: 'Its answer is larger than any of the protocol' },
  ERR_TOO_MANY_REDIRECTS: { state: 'not_mcp', detail: 'It redirects without end' },
  ERR_TIMEOUT: NO_ANSWER,
  ERR_UNREACHABLE: { state: 'down', detail: 'It cannot be reached' },
}

function fromFailure(error: unknown): Finding {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const evidence = evidenceOfFailure(error)
    if (cause instanceof SafeFetchError)
      return { ...FAILURES[cause.code], evidence: { ...evidence, problem: cause.code } }
    if (cause instanceof TypeError) return { ...FAILURES.ERR_UNREACHABLE, evidence }
  }
  if (error instanceof McpClientError && error.code === 'ERR_CALL_TIMEOUT') return NO_ANSWER
  if (error instanceof McpClientError)
    return { ...FAILURES.ERR_UNREACHABLE, evidence: evidenceOfFailure(error) }
  throw error
}
