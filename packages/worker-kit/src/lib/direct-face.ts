import { createAnswerMemory } from './answer-memory.ts'
import { callTool } from './call-tool.ts'
import type { ToolOutcome } from './outcome.ts'
import { readDirectMessage, type DirectMessage } from './direct-message.ts'
import { createAsking, type OpenQuestion } from './elicit.ts'
import { createOutbox, toEventStream, type Outbox } from './event-stream.ts'
import { createGoneSignal, type GoneSignal } from './gone-signal.ts'
import { faultLog } from './log.ts'
import { Meta, type Id } from './protocol.ts'
import { toServerInfo } from './server-info.ts'
import { createMemo } from './memo.ts'
import type { WorkerPlan } from './options.ts'
import type { RegisteredTool } from './registered-tool.ts'
import { toToolResult } from './tool-result.ts'
import { toToolContext, type FaceContext, type Visit } from './visit.ts'

/** Answers the requests of every day the short way, as the long one would. */
export interface DirectFace<env> {
  /**
   * @param answerRare Leaves the answer to the long way; with a question of a tool that has run, it only asks
   * @returns `undefined` for what goes the long way
   */
  answer(visit: Visit<env>, body: unknown, answerRare: AnswerRare): Promise<Response> | undefined
}

type AnswerRare = (asked?: OpenQuestion) => Promise<Response>
type DirectCall = Extract<DirectMessage, { kind: 'call' }>

/** Each version of each client has its own. */
const MAX_ENVELOPES = 256

const JSON_HEADERS = { 'content-type': 'application/json' }
const NO_ANSWERS = new Map<never, never>()

/** Creates the direct face of a worker. */
export function createDirectFace<env>(plan: WorkerPlan<env>): DirectFace<env> {
  const envelopes = createMemo<true>(MAX_ENVELOPES)
  const ask = createAnswerMemory(plan)
  const isRare = createIsRare<env>()
  const meta = { [Meta.serverInfo]: toServerInfo(plan) }

  function run(
    visit: Visit<env>,
    tool: RegisteredTool<env>,
    { id, args, meta: sent }: DirectCall,
    face: FaceContext,
  ): Promise<ToolOutcome> {
    const { hooks = {}, log = faultLog, now = Date.now } = plan.options
    const context = toToolContext(plan, visit, 'tool', tool, face)
    const wire = { request: visit.request, id, meta: sent }
    return callTool(tool, { args: args ?? {}, context, wire, hooks, log, now })
  }

  function callLegacy(visit: Visit<env>, tool: RegisteredTool<env>, message: DirectCall) {
    const outbox = createOutbox()
    const gone = createGoneSignal(visit.request)
    const face = toLegacyFace(gone, outbox, tool.name)
    const answer = run(visit, tool, message, face).then((outcome) =>
      toMessage(message.id, toLegacyResult(outcome)),
    )
    return toEventStream(answer, { outbox, onGone: () => gone.leave() })
  }

  async function callModern(
    visit: Visit<env>,
    tool: RegisteredTool<env>,
    message: DirectCall,
    answerRare: AnswerRare,
  ): Promise<Response> {
    const outcome = await run(visit, tool, message, toModernFace(visit.request, message.meta))
    if (outcome.kind === 'asked') return answerRare(outcome.open)
    const result = toToolResult(outcome)
    const complete = {
      ...result,
      resultType: 'complete',
      _meta: { ...result._meta, ...meta },
    }
    return new Response(toMessage(message.id, complete), {
      headers: JSON_HEADERS,
    })
  }

  return {
    answer(visit, body, answerRare) {
      const message = readDirectMessage(visit.request, body, envelopes)
      if (message === undefined) return undefined
      if (message.kind === 'ready') return Promise.resolve(new Response(null, { status: 202 }))
      if (message.kind === 'question') return ask(message, answerRare)
      const tool = plan.tools.get(message.name)
      if (tool === undefined || isRare(tool)) return undefined
      return message.era === 'legacy'
        ? callLegacy(visit, tool, message)
        : callModern(visit, tool, message, answerRare)
    },
  }
}

function toModernFace(request: Request, envelope: unknown): FaceContext {
  return {
    era: 'modern',
    get signal() {
      return request.signal
    },
    asking: createAsking(NO_ANSWERS, envelope),
  }
}

/** A client of 2025 cannot say for one call which levels it wants: it gets all. */
function toLegacyFace(gone: GoneSignal, outbox: Outbox, logger: string): FaceContext {
  return {
    era: 'legacy',
    get signal() {
      return gone.signal
    },
    tell(level, data) {
      const params = { level, data, logger }
      outbox.send(
        JSON.stringify({
          jsonrpc: '2.0',
          method: 'notifications/message',
          params,
        }),
      )
    },
  }
}

/** Arguments that stand in headers too (SEP-2243) are compared the long way. */
function createIsRare<env>(): (tool: RegisteredTool<env>) => boolean {
  const known = new WeakMap<RegisteredTool<env>, boolean>()
  return (tool) => {
    const needs = known.get(tool) ?? JSON.stringify(tool.inputSchema).includes('"x-mcp-header"')
    known.set(tool, needs)
    return needs
  }
}

function toLegacyResult(outcome: ToolOutcome) {
  if (outcome.kind === 'asked') throw new TypeError('A 2025 client cannot be asked')
  return toToolResult(outcome)
}

function toMessage(id: Id, result: object): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result })
}
