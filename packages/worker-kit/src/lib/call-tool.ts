import { CodedError } from '@toolgraph/errors'
import { OpenQuestion } from './elicit.ts'
import type { CallEnd, CallInfo, Hooks } from './hooks.ts'
import { toSentence, type Issue } from './json-schema.ts'
import type { Log } from './log.ts'
import type { RegisteredTool, ToolOutput } from './registered-tool.ts'
import type { ToolContext, ToolUser } from './tool.ts'
import { ToolError } from './tool-error.ts'
import { assertWireOutput } from './wire-output.ts'

/** How a call ended, in no face's words. */
export type ToolOutcome =
  | { kind: 'answered'; output: ToolOutput }
  | { kind: 'refused'; code: string; message: string; issues?: readonly Issue[] }
  | { kind: 'failed'; requestId: string; message: string }
  | { kind: 'asked'; open: OpenQuestion }

/** What a call needs besides the tool. */
export interface Call<env> {
  args: unknown
  context: ToolContext<env>
  hooks: Hooks
  log: Log
  /** Milliseconds since the epoch. */
  now: () => number
}

/**
 * Runs a tool: the one path that every face's call takes. Checks the caller's scopes once more,
 * the arguments and the output; never throws.
 */
export async function callTool<env>(
  tool: RegisteredTool<env>,
  call: Call<env>,
): Promise<ToolOutcome> {
  const { args, context, hooks, log, now } = call
  const { user, era, requestId } = context
  const info: CallInfo = { tool: tool.name, args, user, era, requestId }
  const begin = now()

  const outcome = await run(tool, info, call)
  const code = outcome.kind === 'refused' ? { code: outcome.code } : {}
  const end: CallEnd = outcome.kind
  await tellAfter(hooks, log, { ...info, ...code, end, ms: now() - begin })
  return outcome
}

async function run<env>(
  tool: RegisteredTool<env>,
  info: CallInfo,
  { args, context, hooks, log }: Call<env>,
): Promise<ToolOutcome> {
  try {
    // The gate has checked this. A face that forgets the gate still runs nothing.
    assertScopes(tool, context.user)
    const ready = tool.parse(args)
    if (!ready.ok) return toInvalid(tool.name, ready.failure)

    await hooks.beforeCall?.(info)
    const result = await ready.value.run(context)
    if (result.ok) {
      assertWireOutput(result.value)
      return { kind: 'answered', output: result.value }
    }
    throw new TypeError(`Tool "${tool.name}" broke its output: ${toSentence(result.failure)}`)
  } catch (error) {
    if (error instanceof OpenQuestion) return { kind: 'asked', open: error }
    if (error instanceof CodedError) {
      return { kind: 'refused', code: error.code, message: error.message }
    }
    if (context.signal.aborted) {
      return { kind: 'refused', code: 'ERR_CANCELLED', message: 'The call was cancelled' }
    }
    return toFault(error, { hooks, log, requestId: context.requestId })
  }
}

function assertScopes<env>(tool: RegisteredTool<env>, user: ToolUser | undefined): void {
  if (tool.scopes.every((scope) => user?.scopes.includes(scope))) return
  throw new ToolError('ERR_SCOPE_MISSING', `Cannot call tool "${tool.name}": a scope is missing`)
}

function toInvalid(tool: string, issues: readonly Issue[]): ToolOutcome {
  return {
    kind: 'refused',
    code: 'ERR_ARGUMENTS_INVALID',
    message: `Cannot call tool "${tool}": ${toSentence(issues)}`,
    issues,
  }
}

/** Logs a fault with its cause; the caller learns an id and nothing else. */
export async function toFault(
  error: unknown,
  { hooks, log, requestId }: { hooks: Hooks; log: Log; requestId: string },
): Promise<Extract<ToolOutcome, { kind: 'failed' }>> {
  log.error('Something went wrong', { error, requestId })
  try {
    await hooks.error?.({ error, requestId })
  } catch (hookError) {
    log.error('The hook "error" failed', { error: hookError })
  }
  return { kind: 'failed', requestId, message: `Something went wrong (${requestId})` }
}

async function tellAfter(
  hooks: Hooks,
  log: Log,
  info: Parameters<NonNullable<Hooks['afterCall']>>[0],
): Promise<void> {
  try {
    await hooks.afterCall?.(info)
  } catch (error) {
    log.error('The hook "afterCall" failed', { error })
  }
}
