import {
  createAsking,
  rawAnswerSchema,
  type Asking,
  type OpenQuestion,
  type OpenRequest,
  type RawAnswer,
} from './elicit.ts'
import { Code, RpcError } from './protocol.ts'
import { createStateCodec, type StateCodec } from './state-codec.ts'
import { ToolError } from './tool-error.ts'
import type { RpcCall } from './rpc-call.ts'

/** What travels through the client between two rounds: signed, not secret. */
interface QuestionState {
  tool: string
  /** SHA-256 of the arguments: an answer counts for the call that asked. */
  args: string
  answers: Record<string, RawAnswer>
}

/** The questions of one worker (MCP 2026-07-28, multi round-trip requests). */
export interface OpenQuestions {
  /**
   * The answers that have come so far, for a tool to ask with.
   *
   * @throws RpcError For a state that was not signed here, for another, or too long ago
   */
  resume<env>(tool: string, args: unknown, call: RpcCall<env>): Promise<RoundOfQuestions>
}

/** What a client is asked for, and sends with the same call again. */
export interface InputRequiredResult {
  resultType: 'input_required'
  inputRequests: Readonly<Record<string, object>>
  requestState?: string
}

/** One round of a call that asks. */
export interface RoundOfQuestions {
  asking: Asking
  /** Asks the client, with what it must send back. */
  ask(open: OpenQuestion): Promise<InputRequiredResult>
}

/**
 * Creates the questions of a worker.
 *
 * @param stateKey Signs the state. `undefined`: a random key, and no state where none is needed, so
 *   that a single question a call works across processes
 * @param now Milliseconds since the epoch
 */
export function createOpenQuestions(
  stateKey: string | undefined,
  now: () => number,
): OpenQuestions {
  const key = stateKey ?? crypto.getRandomValues(new Uint8Array(32))
  const codec = createStateCodec<QuestionState>(key, now)

  return {
    async resume(tool, args, call) {
      const { inputResponses, requestState } = Object(call.request.params)
      const digest = await digestOf(args)
      const state = await verify(codec, requestState, whoAsked(call))
      const isForeign = state !== undefined && (state.tool !== tool || state.args !== digest)
      const answers = new Map([
        ...Object.entries(state?.answers ?? {}),
        ...readAnswers(inputResponses),
      ])
      const asking = createAsking(answers, call.meta)
      return {
        asking: isForeign ? { ...asking, ...foreign } : asking,
        async ask({ requests }) {
          const open = [...requests].map(([name, request]) => [name, toInputRequest(request)])
          const payload = {
            tool,
            args: digest,
            answers: Object.fromEntries(answers),
          }
          const isNeeded = stateKey !== undefined || answers.size > 0
          return {
            resultType: 'input_required',
            inputRequests: Object.fromEntries(open),
            ...(isNeeded ? { requestState: await codec.sign(payload, whoAsked(call)) } : {}),
          }
        },
      }
    },
  }
}

async function verify(
  codec: StateCodec<QuestionState>,
  text: unknown,
  holder: string,
): Promise<QuestionState | undefined> {
  if (typeof text !== 'string') return undefined
  try {
    return await codec.verify(text, holder)
  } catch {
    throw new RpcError(Code.invalidParams, 'Invalid or expired requestState')
  }
}

/** A state counts only for the one who was asked. */
function whoAsked<env>({ request, visit }: RpcCall<env>): string {
  return JSON.stringify([request.method, visit.user?.clientId, visit.user?.subject])
}

async function refuseForeignState(): Promise<never> {
  throw new ToolError('ERR_ANSWER_INVALID', 'Cannot use this answer: it belongs to another call')
}

const foreign = { elicit: refuseForeignState, ask: refuseForeignState }

function toInputRequest(request: OpenRequest): object {
  if (request.method === 'roots/list') return { method: 'roots/list' }
  if (request.method === 'sampling/createMessage') {
    return { method: 'sampling/createMessage', params: request.params }
  }
  const { method, question, requestedSchema } = request
  return { method, params: { mode: 'form', message: question.message, requestedSchema } }
}

/** Whether one fits its question is told when the tool asks it. */
function readAnswers(responses: Record<string, unknown> | undefined): [string, RawAnswer][] {
  return Object.entries(responses ?? {}).flatMap(([key, value]) => {
    const answer = rawAnswerSchema.safeParse(value)
    return answer.success ? [[key, answer.data] satisfies [string, RawAnswer]] : []
  })
}

async function digestOf(args: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(sortKeys(args)) ?? '')
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]))
}
