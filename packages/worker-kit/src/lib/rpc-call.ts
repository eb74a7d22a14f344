import { runCall } from './call-tool.ts'
import type { Outcome } from './outcome.ts'
import type { Callable, CallKind } from './callable.ts'
import type { Asking, OpenQuestion } from './elicit.ts'
import type { RpcRequest } from './inbound.ts'
import { faultLog, type ClientLevel } from './log.ts'
import type { InputRequiredResult, OpenQuestions } from './open-questions.ts'
import type { WorkerPlan } from './options.ts'
import { Code, Meta, RpcError } from './protocol.ts'
import type { Progress, ToolContext } from './tool.ts'
import { toToolContext, type FaceContext, type Visit } from './visit.ts'
import { LEVELS } from './wire-schemas.ts'

/** One request of the protocol on its way. */
export interface RpcCall<env> {
  plan: WorkerPlan<env>
  visit: Visit<env>
  era: 'modern' | 'legacy'
  request: RpcRequest
  /** `_meta` of the request. */
  meta: Readonly<Record<string, unknown>>
  questions: OpenQuestions
  /** What a tool asks, where it has run already and only has to ask. */
  asked: OpenQuestion | undefined
  /** Read when somebody reads it: to make one is dear. */
  readonly signal: AbortSignal
  /** Sends a notification before the answer. */
  notify(method: string, params: object): void
}

/** How a call ended: an open question is on its way to the client. */
export type ServedOutcome<output> =
  Exclude<Outcome<output>, { kind: 'asked' }> | { kind: 'asking'; result: InputRequiredResult }

/**
 * Runs what a request calls.
 *
 * @param toContext Adds what only this kind of call knows
 */
export async function serveCall<env, context extends ToolContext<env>, output>(
  rpc: RpcCall<env>,
  { kind, callable, args }: { kind: CallKind; callable: Callable<context, output>; args: unknown },
  toContext: (context: ToolContext<env>) => context,
): Promise<ServedOutcome<output>> {
  const { plan, visit, era, request, meta, questions, asked } = rpc
  const { hooks = {}, log = faultLog, now = Date.now } = plan.options
  // Nobody is asked while typing.
  const canAsk = era === 'modern' && kind !== 'completion'
  const round = canAsk ? await questions.resume(callable.name, args, rpc) : undefined
  const progress = createProgress(rpc)
  const face: FaceContext = {
    era,
    get signal() {
      return rpc.signal
    },
    progress: progress.report,
    tell: (level, message) => sendLog(rpc, level, { data: message, logger: callable.name }),
    ...(round === undefined ? {} : { asking: round.asking }),
  }
  const context = toContext(toToolContext(plan, visit, kind, callable, face))
  const wire = { request: visit.request, id: request.id, meta }

  const outcome: Outcome<output> =
    asked === undefined
      ? await runCall(kind, callable, { args, context, wire, hooks, log, now })
      : { kind: 'asked', open: asked }
  progress.end()
  if (outcome.kind !== 'asked') return outcome
  if (round === undefined) throw new TypeError('Nobody can be asked here')
  assertCanAsk(outcome.open, round.asking)
  return { kind: 'asking', result: await round.ask(outcome.open) }
}

/** What a client must be able to do for what it is asked. */
const CAPABILITIES = {
  'elicitation/create': ['elicitation', { form: {} }],
  'sampling/createMessage': ['sampling', {}],
  'roots/list': ['roots', {}],
} as const

/** @throws RpcError For a client that has not said that it can answer */
function assertCanAsk({ requests }: OpenQuestion, { canAsk }: Asking): void {
  const needed = [...requests.values()].map(({ method }) => CAPABILITIES[method])
  const missing = needed.filter(([capability]) => !canAsk(capability))
  if (missing.length === 0) return
  const message = `The client cannot be asked: ${missing.map(([name]) => name).join(', ')}`
  const requiredCapabilities = Object.fromEntries(missing)
  throw new RpcError(Code.capabilityMissing, message, { requiredCapabilities })
}

/** MCP progress: it grows with each report, and nothing comes after the answer. */
function createProgress<env>({ meta, notify }: RpcCall<env>) {
  const { progressToken } = meta
  let reached = -Infinity
  return {
    async report(report: Progress): Promise<void> {
      if (progressToken === undefined || report.progress <= reached) return
      reached = report.progress
      notify('notifications/progress', { progressToken, ...report })
    },
    end() {
      reached = Infinity
    },
  }
}

/** Since 2026-07-28 a client says with each request which levels it wants; before, it gets all. */
function sendLog<env>({ era, meta, notify }: RpcCall<env>, level: ClientLevel, said: object): void {
  const wanted = LEVELS.findIndex((each) => each === meta[Meta.logLevel])
  const isWanted = era === 'legacy' || (wanted >= 0 && LEVELS.indexOf(level) >= wanted)
  if (isWanted) notify('notifications/message', { level, ...said })
}
