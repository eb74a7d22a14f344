import {
  createRequestStateCodec,
  inputRequired,
  type InputRequest,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server'
import {
  createAsking,
  rawAnswerSchema,
  type Asking,
  type OpenQuestion,
  type OpenRequest,
  type RawAnswer,
} from '../../src/lib/elicit.ts'
import { ToolError } from '../../src/lib/tool-error.ts'

/** What travels through the client between two rounds: signed, not secret. */
interface QuestionState {
  tool: string
  /** SHA-256 of the arguments: an answer counts for the call that asked. */
  args: string
  answers: Record<string, RawAnswer>
}

/** The questions of one worker (MCP 2026-07-28, multi round-trip requests). */
export interface OpenQuestions {
  /** Checks a returned state before the tool runs; the SDK refuses the request when it throws. */
  verify(state: string, context: ServerContext): Promise<unknown>
  /** The answers that have come so far, for a tool to ask with. */
  resume(tool: string, args: unknown, context: ServerContext): Promise<RoundOfQuestions>
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
 */
export function createOpenQuestions(stateKey: string | undefined): OpenQuestions {
  const key = stateKey ?? crypto.getRandomValues(new Uint8Array(32))
  const codec = createRequestStateCodec<QuestionState>({ key, bind: whoAsked })

  return {
    verify: (state, context) => codec.verify(state, context),

    async resume(tool, args, context) {
      const digest = await digestOf(args)
      const state = context.mcpReq.requestState<QuestionState>()
      const isForeign = state !== undefined && (state.tool !== tool || state.args !== digest)
      const answers = new Map([
        ...Object.entries(state?.answers ?? {}),
        ...readAnswers(context.mcpReq.inputResponses),
      ])
      const asking = createAsking(answers, context.mcpReq.envelope)
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
          return inputRequired({
            inputRequests: Object.fromEntries(open),
            ...(isNeeded ? { requestState: await codec.mint(payload, context) } : {}),
          })
        },
      }
    },
  }
}

/** A state counts only for the one who was asked. */
function whoAsked(context: ServerContext): string {
  const { authInfo } = context.http ?? {}
  return JSON.stringify([context.mcpReq.method, authInfo?.clientId, authInfo?.extra?.['subject']])
}

async function refuseForeignState(): Promise<never> {
  throw new ToolError('ERR_ANSWER_INVALID', 'Cannot use this answer: it belongs to another call')
}

const foreign = { elicit: refuseForeignState, ask: refuseForeignState }

function toInputRequest(request: OpenRequest): InputRequest {
  if (request.method === 'roots/list') return inputRequired.listRoots()
  if (request.method === 'sampling/createMessage')
    return inputRequired.createMessage(request.params)
  const { message, schema } = request.question
  return inputRequired.elicit({ message, requestedSchema: schema })
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
