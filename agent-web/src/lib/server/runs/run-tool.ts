import { McpClientError, type ServerTool, type ToolOutcome } from '@toolgraph/mcp-client'

import {
  FinishToolRunDocument,
  StartToolRunDocument,
  ConnectionToolsDocument,
  type RunStatus,
} from '#gql/documents'
import type { ProblemCode } from '#lib/problems.ts'
import type { RunEvent, RunRequest } from '#lib/run-event.ts'
import type { LinkingContext } from '../linking/linking.ts'
import { withConnection } from '../linking/with-connection.ts'
import { logProblem } from '../log-problem.ts'
import { Problem } from '../problem.ts'
import { toRunEnd } from './to-run-end.ts'

/** How a run ended: what the history keeps, and what the workbench is told. */
export interface RunEnd {
  status: RunStatus
  errorCode?: ProblemCode
  output?: unknown
  event: RunEvent
}

/** Larger results are shown, but not kept in the history. */
const MAX_KEPT_CHARACTERS = 256 * 1024

/**
 * Runs a tool of a linked server and records the run. Whatever happens is told as an event.
 *
 * @param options `signal`: the person gave up; the call is cancelled at the server
 */
export async function runTool(
  context: LinkingContext,
  options: { connectionId: string; request: RunRequest; signal: AbortSignal },
  tell: (event: RunEvent) => void,
): Promise<void> {
  const { connectionId, request } = options
  try {
    const { server, tool } = await findTool(context, connectionId, request.tool)
    const runId = await startRun(context, connectionId, request)
    tell({ type: 'started', runId })
    const end = await endOf(context, { ...options, runId, tool, serverName: server.name }, tell)
    await finishRun(context, runId, end).catch((error: unknown) => {
      context.web.log.error('Cannot record the end of a run', { runId, error })
    })
    tell(end.event)
  } catch (error) {
    tell(toFailure(context, error).event)
  }
}

interface Run {
  connectionId: string
  request: RunRequest
  signal: AbortSignal
  runId: string
  tool: ServerTool
  serverName: string
}

async function endOf(
  context: LinkingContext,
  run: Run,
  tell: (event: RunEvent) => void,
): Promise<RunEnd> {
  const { connectionId, signal, runId, serverName, request } = run
  const link = linkUrlOf(serverName, { tool: request.tool, run: runId })
  try {
    const { callFetch: fetch } = context.web
    const use = { connectionId, signal, canAsk: true, fetch }
    return await withConnection(context, use, async (session, { scopesGranted, tokens }) => {
      const outcome = await session.callTool({
        name: request.tool,
        args: request.arguments,
        definition: run.tool,
        signal,
        onProgress: (progress) => tell({ type: 'progress', ...progress }),
        ...(request.answers && { answers: request.answers }),
        ...(request.requestState !== undefined && { requestState: request.requestState }),
      })
      assertTokenTaken(outcome)
      const { issuer } = tokens?.tokens ?? {}
      return toRunEnd(outcome, { runId, link, scopesGranted, issuer })
    })
  } catch (error) {
    if (signal.aborted) return { status: 'cancelled', event: { type: 'cancelled' } }
    const failure = toFailure(context, error)
    if (failure.errorCode !== 'needs_sign_in') return failure
    return { ...failure, event: { type: 'sign-in', linkUrl: link([]) } }
  }
}

/** A refused token is renewed, and the call repeated: the server refused before the tool ran. */
function assertTokenTaken(outcome: ToolOutcome): void {
  if (outcome.kind === 'sign_in_needed')
    throw new McpClientError('ERR_SIGN_IN_NEEDED', 'Cannot call the tool: the token was refused')
}

function toFailure({ web }: LinkingContext, error: unknown): RunEnd {
  const { problem } = logProblem(web.log, 'Cannot run a tool', error)
  return {
    status: 'failed',
    errorCode: problem,
    event: { type: 'failed', code: problem },
  }
}

/** Where the person allows more: the pre-consent sheet, which remembers the tool and the run. */
function linkUrlOf(serverName: string, after: { tool: string; run: string }) {
  return (scopes: readonly string[]): string => {
    const parameters = new URLSearchParams(scopes.length ? { scopes: scopes.join(' ') } : {})
    for (const [name, value] of Object.entries(after)) parameters.set(name, value)
    return `/servers/${serverName}/link?${parameters}`
  }
}

async function findTool(
  { graph }: LinkingContext,
  connectionId: string,
  name: string,
): Promise<{ server: { name: string }; tool: ServerTool }> {
  const { viewer } = await graph.query(ConnectionToolsDocument, { id: connectionId })
  const connection = viewer?.connection
  if (!connection) throw new Problem('connection_not_found')
  if (connection.status === 'revoked') throw new Problem('connection_ended')
  const tool = connection.tools.find((tool) => tool.name === name)
  if (!tool) throw new Problem('tool_not_found')
  const { title, description, inputSchema, outputSchema, annotations } = tool
  return {
    server: connection.server,
    tool: {
      name,
      description,
      inputSchema: toRecord(inputSchema),
      annotations: toRecord(annotations),
      ...(title !== null && { title }),
      ...(outputSchema !== null && { outputSchema: toRecord(outputSchema) }),
    },
  }
}

async function startRun(
  { graph }: LinkingContext,
  connectionId: string,
  { runId, tool: toolName, arguments: input }: RunRequest,
): Promise<string> {
  if (runId) return runId
  const { startToolRun } = await graph.mutate(StartToolRunDocument, {
    input: { connectionId, toolName, input },
  })
  if (startToolRun.__typename === 'Refusal') {
    const isBusy = startToolRun.code === 'ERR_TOO_MANY_RUNS'
    const problem = isBusy ? 'too_many_runs' : 'connection_not_found'
    throw new Problem(problem, { cause: startToolRun })
  }
  return startToolRun.run.id
}

async function finishRun(
  { graph }: LinkingContext,
  runId: string,
  { status, errorCode, output }: RunEnd,
): Promise<void> {
  // A server that asked something back has not finished: the answer goes on with the same run.
  if (status === 'running') return
  await graph.mutate(FinishToolRunDocument, {
    input: { runId, status, errorCode: errorCode ?? null, output: toKept(output) },
  })
}

function toKept(output: unknown): unknown {
  const text = output === undefined ? '' : JSON.stringify(output)
  return text.length > MAX_KEPT_CHARACTERS ? { isTooLargeToKeep: true } : (output ?? null)
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
