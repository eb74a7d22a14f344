import { Client, type PriorDiscovery } from '@modelcontextprotocol/client'
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/client/validators/cf-worker'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import { answerQuestions, CAN_ASK, type AnswerQuestion } from './answer-questions.ts'
import { requestTool, toFailedOutcome, type ToolCall, type ToolOutcome } from './call-tool.ts'
import { DEFAULT_CLIENT_INFO, type ClientInfo } from './discover-request.ts'
import { LossReportingTransport } from './loss-reporting-transport.ts'
import { observeFetch } from './observe-fetch.ts'
import { toToolList, type ToolList } from './server-tool.ts'
import { createStreamResumption } from './stream-resumption.ts'
import { toClientError } from './to-client-error.ts'

/** Which protocol a server was seen to speak: plain data to keep and give to the next session. */
export type PriorEra = PriorDiscovery

/** Which server to speak to, and as whom. */
export interface OpenSessionOptions {
  /** The server's MCP endpoint. */
  url: string
  /** Its deadline has to leave room for the longest call. */
  fetch: SafeFetch
  /** Sent with each request of this session (default: none). */
  accessToken?: string
  /** What an earlier session learnt; spares the first question. Keep it a day at most. */
  prior?: PriorEra
  /** Whether the person can be asked in the middle of a call (default: false). */
  canAsk?: boolean
  /**
   * With `canAsk`: answers a server of 2025-11-25, which waits in the middle of the call (default: its
   * questions are cancelled). Newer servers end the call instead, with the outcome `input_required`.
   */
  answer?: AnswerQuestion
  clientInfo?: ClientInfo
  /** For connecting, and for each page of a list (default: 15 s). */
  timeoutMs?: number
  /** Ends the whole session. */
  signal?: AbortSignal
}

/** An MCP session with one server, as one person. */
export interface Session {
  /** The protocol revision that both speak, such as `2026-07-28`. */
  version: string
  /** What to give to the next session's `prior`. */
  prior: PriorEra
  /** @throws {McpClientError} */
  listTools(): Promise<ToolList>
  /** Calls a tool. Does not throw: whatever happens is an outcome. */
  callTool(call: ToolCall): Promise<ToolOutcome>
  close(): Promise<void>
}

const DEFAULT_TIMEOUT_MS = 15_000
const MAX_PAGES = 20

/**
 * Opens a session: 2026-07-28 where the server speaks it, else an older revision.
 *
 * @throws {McpClientError} `ERR_SIGN_IN_NEEDED` and `ERR_SCOPES_NEEDED` (with the scopes), `ERR_NOT_MCP`,
 *   `ERR_SERVER_UNREACHABLE`, `ERR_SERVER_FAILED`, `ERR_CALL_TIMEOUT`
 */
export async function openSession(options: OpenSessionOptions): Promise<Session> {
  const { url, accessToken, prior, signal, timeoutMs: timeout = DEFAULT_TIMEOUT_MS } = options
  const { fetch, last } = observeFetch(options.fetch, signal)
  const resumption = createStreamResumption()
  const transport = new LossReportingTransport(new URL(url), {
    fetch,
    onInsufficientScope: 'throw',
    ...resumption.options,
    ...(accessToken !== undefined && { authProvider: { token: async () => accessToken } }),
  })
  const client = new Client(options.clientInfo ?? DEFAULT_CLIENT_INFO, {
    versionNegotiation: { mode: 'auto', probe: { timeoutMs: timeout } },
    jsonSchemaValidator: new CfWorkerJsonSchemaValidator(),
    capabilities: options.canAsk ? CAN_ASK : {},
    inputRequired: { autoFulfill: false },
    listMaxPages: MAX_PAGES,
  })
  if (options.canAsk) answerQuestions(client, options.answer)

  const refuse = (cause: unknown, what: string) =>
    toClientError(cause, { attempt: { what, url }, last: last() })

  try {
    await client.connect(transport, { timeout, ...(prior && { prior }) })
  } catch (cause) {
    await client.close().catch(() => {})
    signal?.throwIfAborted()
    throw refuse(cause, 'open a session')
  }
  const era = toPrior(client)
  if (era.kind === 'legacy') resumption.allow()

  return {
    version: client.getNegotiatedProtocolVersion() ?? '',
    prior: era,
    async listTools() {
      if (!client.getServerCapabilities()?.tools) return { tools: [], leftOut: 0 }
      try {
        return toToolList(await client.listTools(undefined, { timeout, cacheMode: 'bypass' }))
      } catch (cause) {
        signal?.throwIfAborted()
        throw refuse(cause, 'list the tools')
      }
    },
    async callTool(call) {
      try {
        return await requestTool(client, call)
      } catch (cause) {
        if (call.signal?.aborted || signal?.aborted) return { kind: 'cancelled' }
        return toFailedOutcome(refuse(cause, `run tool "${call.name}"`))
      }
    },
    async close() {
      await transport.terminateSession().catch(() => {})
      await client.close()
    },
  }
}

function toPrior(client: Client): PriorEra {
  const discover = client.getDiscoverResult()
  return discover ? { kind: 'modern', discover } : { kind: 'legacy' }
}
