import { CodedError } from '@toolgraph/errors'
import type { Callable, CallKind } from './callable.ts'
import { OpenQuestion } from './elicit.ts'
import type { CallEnd, CallInfo, Hooks } from './hooks.ts'
import { toSentence, type Issue } from './json-schema.ts'
import { withFields, type Log } from './log.ts'
import type { Outcome, ToolOutcome } from './outcome.ts'
import type { RegisteredTool } from './registered-tool.ts'
import { observeCall, type Wire } from './telemetry.ts'
import type { ToolContext, ToolUser } from './tool.ts'
import { ToolError } from './tool-error.ts'

/** What a call needs besides what is called. */
export interface Call<context extends ToolContext> {
  args: unknown
  context: context
  /** What telemetry reads besides. */
  wire: Wire
  hooks: Hooks
  log: Log
  /** Milliseconds since the epoch. */
  now: () => number
}

/** Runs a tool. Never throws. */
export function callTool<env>(
  tool: RegisteredTool<env>,
  call: Call<ToolContext<env>>,
): Promise<ToolOutcome> {
  return runCall('tool', tool, call)
}

/**
 * Runs a tool, or reads a resource, or gets a prompt: the one path that every face's call takes.
 * Checks the caller's scopes once more, the arguments and the output; never throws.
 */
export async function runCall<context extends ToolContext, output>(
  kind: CallKind,
  callable: Callable<context, output>,
  call: Call<context>,
): Promise<Outcome<output>> {
  const { args, context, wire, hooks, log, now } = call
  const { user, era, requestId } = context
  const info: CallInfo = { kind, tool: callable.name, args, user, era, requestId }
  const begin = now()

  const observed = { kind, name: callable.name, era, wire }
  const outcome = await observeCall(observed, () => run(callable, info, call))
  const code = outcome.kind === 'refused' ? { code: outcome.code } : {}
  const end: CallEnd = outcome.kind
  await tellAfter(hooks, log, { ...info, ...code, end, ms: now() - begin })
  return outcome
}

async function run<context extends ToolContext, output>(
  callable: Callable<context, output>,
  info: CallInfo,
  { args, context, hooks, log }: Call<context>,
): Promise<Outcome<output>> {
  const cannot = `Cannot ${VERBS[info.kind]} "${callable.name}"`
  try {
    // The gate has checked this. A face that forgets the gate still runs nothing.
    assertScopes(cannot, callable.scopes, context.user)
    const ready = callable.parse(args)
    if (!ready.ok) return toInvalid(cannot, ready.failure)

    await hooks.beforeCall?.(info)
    const result = await ready.value.run(context)
    if (result.ok) return { kind: 'answered', output: result.value }
    throw new TypeError(`"${callable.name}" broke its output: ${toSentence(result.failure)}`)
  } catch (error) {
    if (error instanceof OpenQuestion) return { kind: 'asked', open: error }
    if (error instanceof CodedError) {
      const { code, message } = error
      const details = error instanceof ToolError ? error.details : undefined
      return { kind: 'refused', code, message, ...(details && { details }) }
    }
    if (context.signal.aborted) {
      return { kind: 'refused', code: 'ERR_CANCELLED', message: 'The call was cancelled' }
    }
    const named = withFields(log, { [info.kind]: callable.name })
    return toFault(error, { hooks, log: named, requestId: context.requestId })
  }
}

/** As a refusal says it. */
const VERBS: Readonly<Record<CallKind, string>> = {
  tool: 'call tool',
  resource: 'read resource',
  prompt: 'get prompt',
  completion: 'complete an argument of',
}

function assertScopes(cannot: string, scopes: readonly string[], user: ToolUser | undefined): void {
  if (scopes.every((scope) => user?.scopes.includes(scope))) return
  throw new ToolError('ERR_SCOPE_MISSING', `${cannot}: a scope is missing`)
}

function toInvalid<output>(cannot: string, issues: readonly Issue[]): Outcome<output> {
  const message = `${cannot}: ${toSentence(issues)}`
  return { kind: 'refused', code: 'ERR_ARGUMENTS_INVALID', message, issues }
}

/** Logs a fault with its cause; the caller learns an id and nothing else. */
export async function toFault(
  error: unknown,
  { hooks, log, requestId }: { hooks: Hooks; log: Log; requestId: string },
): Promise<Extract<Outcome<never>, { kind: 'failed' }>> {
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
