import type { InputRequiredResult, ServerContext } from '@modelcontextprotocol/server'
import { runCall } from '../../src/lib/call-tool.ts'
import type { Outcome } from '../../src/lib/outcome.ts'
import type { Callable, CallKind } from '../../src/lib/callable.ts'
import type { OpenQuestion } from '../../src/lib/elicit.ts'
import { faultLog, type ClientLevel } from '../../src/lib/log.ts'
import type { OpenQuestions } from './open-questions.ts'
import type { WorkerPlan } from '../../src/lib/options.ts'
import type { Progress, ToolContext } from '../../src/lib/tool.ts'
import { toToolContext, type FaceContext, type Visit } from '../../src/lib/visit.ts'

/** One request that the SDK serves. */
export interface Serving<env> {
  plan: WorkerPlan<env>
  visit: Visit<env>
  era: 'modern' | 'legacy'
  questions: OpenQuestions
  /** What a tool asks, where it has run already and its answer is left to the SDK. */
  asked: OpenQuestion | undefined
}

/** How a call ended, for the SDK: an open question is on its way to the client. */
export type ServedOutcome<output> =
  Exclude<Outcome<output>, { kind: 'asked' }> | { kind: 'asking'; result: InputRequiredResult }

/**
 * Runs a call that the SDK has brought.
 *
 * @param toContext Adds what only this kind of call knows
 */
export async function serveCall<env, context extends ToolContext<env>, output>(
  { plan, visit, era, questions, asked }: Serving<env>,
  { kind, callable, args }: { kind: CallKind; callable: Callable<context, output>; args: unknown },
  server: ServerContext,
  toContext: (context: ToolContext<env>) => context,
): Promise<ServedOutcome<output>> {
  const { hooks = {}, log = faultLog, now = Date.now } = plan.options
  // Nobody is asked while typing.
  const canAsk = era === 'modern' && kind !== 'completion'
  const round = canAsk ? await questions.resume(callable.name, args, server) : undefined
  const progress = createProgress(server)
  const told: Promise<void>[] = []
  const face: FaceContext = {
    era,
    signal: server.mcpReq.signal,
    progress: progress.report,
    tell: (level, message) =>
      void told.push(sendLog(server, { level, data: message, logger: callable.name })),
    ...(round === undefined ? {} : { asking: round.asking }),
  }
  const context = toContext(toToolContext(plan, visit, kind, callable, face))
  const { id, _meta: meta } = server.mcpReq
  const wire = { request: visit.request, id, meta }

  const outcome: Outcome<output> =
    asked === undefined
      ? await runCall(kind, callable, { args, context, wire, hooks, log, now })
      : { kind: 'asked', open: asked }
  progress.end()
  await Promise.all(told)
  if (outcome.kind !== 'asked') return outcome
  if (round === undefined) throw new TypeError('Nobody can be asked here')
  return { kind: 'asking', result: await round.ask(outcome.open) }
}

/** MCP progress: it grows with each report, and nothing comes after the answer. */
function createProgress(server: ServerContext) {
  const progressToken = server.mcpReq._meta?.progressToken
  let reached = -Infinity
  return {
    async report(report: Progress): Promise<void> {
      if (progressToken === undefined || report.progress <= reached) return
      reached = report.progress
      const params = { progressToken, ...report }
      await server.mcpReq.notify({ method: 'notifications/progress', params })
    },
    end() {
      reached = Infinity
    },
  }
}

/** The SDK knows whether the client asked for this level. Work that goes on tells it too late. */
async function sendLog(
  server: ServerContext,
  { level, data, logger }: { level: ClientLevel; data: string; logger: string },
): Promise<void> {
  await server.mcpReq.log(level, data, logger).catch(() => {})
}
