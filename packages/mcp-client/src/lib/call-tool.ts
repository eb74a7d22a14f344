import { isInputRequiredResult, type Client, type Tool } from '@modelcontextprotocol/client'
import { checkOutput } from './check-output.ts'
import type { McpClientError, McpClientErrorCode } from './errors.ts'
import type { ServerTool } from './server-tool.ts'

/** How far a tool has come. */
export interface ToolProgress {
  progress: number
  total?: number
  /** The server's words. */
  message?: string
}

/** What a person answered to one request of a tool. */
export interface InputAnswer {
  action: 'accept' | 'decline' | 'cancel'
  content?: Record<string, string | number | boolean | string[]>
}

/** One call of a tool. */
export interface ToolCall {
  name: string
  args: Record<string, unknown>
  /** The tool as it was listed: its declared headers are sent, its result is compared with its schema. */
  definition?: ServerTool
  signal?: AbortSignal
  onProgress?: (progress: ToolProgress) => void
  /** Longest silence; progress starts it anew, up to ten times in all (default: 60 s). */
  timeoutMs?: number
  /** When answering `input_required`: the answers by the keys of the requests, and the state as it came. */
  answers?: Record<string, InputAnswer>
  requestState?: string
}

/** What a tool gave. All of it is the server's: data to show, never instructions. */
export interface ToolContent {
  /** Says whose words these are. */
  from: 'server'
  content: unknown[]
  structuredContent?: unknown
  /** What the server tells programs beside it (`_meta`); missing: nothing. */
  meta?: Record<string, unknown>
}

/** What the server wants to know from the person before it goes on. The texts are the server's. */
export interface InputRequest {
  method: string
  params: Record<string, unknown>
}

/** How a call of a tool ended. */
export type ToolOutcome =
  | {
      kind: 'result'
      result: ToolContent
      /** Whether the structured result fits the declared schema; missing: not told. */
      fitsSchema?: boolean
    }
  | { kind: 'tool_error'; result: ToolContent }
  | { kind: 'input_required'; requests: Record<string, InputRequest>; requestState?: string }
  | { kind: 'scopes_needed'; scopes: readonly string[] }
  | { kind: 'sign_in_needed'; scopes: readonly string[] }
  | { kind: 'cancelled' }
  | { kind: 'failed'; code: McpClientErrorCode; message: string; cause: unknown }

const DEFAULT_TIMEOUT_MS = 60_000
const MAX_EXTENSIONS = 10

/** Calls a tool on a connected client. What goes wrong is thrown, to be turned into an outcome. */
export async function requestTool(client: Client, call: ToolCall): Promise<ToolOutcome> {
  const { name, args, definition, signal, onProgress, answers, requestState } = call
  const timeout = call.timeoutMs ?? DEFAULT_TIMEOUT_MS
  const params = {
    name,
    arguments: args,
    ...(answers && { inputResponses: answers }),
    ...(requestState !== undefined && { requestState }),
  }
  const result: unknown = await client.callTool(params, {
    timeout,
    resetTimeoutOnProgress: true,
    maxTotalTimeout: timeout * MAX_EXTENSIONS,
    allowInputRequired: true,
    ...(signal && { signal }),
    ...(onProgress && { onprogress: (progress) => onProgress(toProgress(progress)) }),
    ...(definition && { toolDefinition: toDefinition(definition) }),
  })
  return isInputRequiredResult(result) ? toInputRequired(result) : toOutcome(result, definition)
}

/** Turns a refusal into the outcome of a call. */
export function toFailedOutcome(error: McpClientError): ToolOutcome {
  const { code, message, scopes, cause } = error
  if (code === 'ERR_SCOPES_NEEDED') return { kind: 'scopes_needed', scopes }
  if (code === 'ERR_SIGN_IN_NEEDED') return { kind: 'sign_in_needed', scopes }
  return { kind: 'failed', code, message, cause }
}

function toOutcome(result: unknown, definition: ServerTool | undefined): ToolOutcome {
  const { content, structuredContent, isError, _meta: meta } = asRecord(result)
  const given: ToolContent = {
    from: 'server',
    content: Array.isArray(content) ? content : [],
    ...(structuredContent !== undefined && { structuredContent }),
    ...(meta !== undefined && { meta: asRecord(meta) }),
  }
  if (isError === true) return { kind: 'tool_error', result: given }

  const { outputSchema } = definition ?? {}
  const fitsSchema = outputSchema && checkOutput(outputSchema, structuredContent)
  return { kind: 'result', result: given, ...(fitsSchema !== undefined && { fitsSchema }) }
}

function toInputRequired(result: object): ToolOutcome {
  const { inputRequests, requestState } = asRecord(result)
  const entries = Object.entries(asRecord(inputRequests)).map(([key, request]) => {
    const { method, params } = asRecord(request)
    return [key, { method: String(method), params: asRecord(params) }] as const
  })
  return {
    kind: 'input_required',
    requests: Object.fromEntries(entries),
    ...(typeof requestState === 'string' && { requestState }),
  }
}

/** The definition without its output schema: a result that does not fit is still a result. */
function toDefinition({ name, description, inputSchema }: ServerTool): Tool {
  return { name, description, inputSchema: { ...inputSchema, type: 'object' } }
}

function toProgress({ progress, total, message }: ToolProgressWire): ToolProgress {
  return {
    progress,
    ...(total !== undefined && { total }),
    ...(message !== undefined && { message }),
  }
}

interface ToolProgressWire {
  progress: number
  total?: number | undefined
  message?: string | undefined
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
