import { Meta } from './protocol.ts'
import * as z from 'zod'
import type { Era } from './era.ts'
import { toQuestionSchema } from './question-schema.ts'
import { ToolError } from './tool-error.ts'

/** What a person is asked. */
export interface Question<schema extends z.ZodObject> {
  /** Our words: what we need to know, and why. */
  message: string
  /** Flat: strings, numbers, booleans and enums only (MCP elicitation). Never a secret. */
  schema: schema
}

/** What the person did: answered, said no, or closed the question. */
export type Answer<schema extends z.ZodObject> =
  { action: 'accept'; content: z.output<schema> } | { action: 'decline' } | { action: 'cancel' }

/**
 * Asks the person at the client, within a call. The protocol is stateless: the tool's handler
 * ends here and **runs again from its start** when the answer has come, so do not change anything
 * before the last question, and let the thrown signal pass. What is asked together
 * (`Promise.all`) goes to the client together.
 *
 * @param key Names the question within this call; each one has its own
 * @throws ToolError `ERR_ELICITATION_UNSUPPORTED` for a client that cannot be asked
 */
export type Elicit = <schema extends z.ZodObject>(
  key: string,
  question: Question<schema>,
) => Promise<Answer<schema>>

/** What a client can be asked for besides its person's answer. The protocol keeps both for older servers. */
export type ClientRequest =
  | {
      method: 'sampling/createMessage'
      params: {
        messages: {
          role: 'user' | 'assistant'
          content: { type: 'text'; text: string }
        }[]
        maxTokens: number
        systemPrompt?: string
      }
    }
  | { method: 'roots/list' }

/**
 * Asks the client itself: for what its model says, or for its folders. It goes as `Elicit` goes.
 *
 * @returns The client's own words, which nobody has checked
 */
export type Ask = (key: string, request: ClientRequest) => Promise<Record<string, unknown>>

/** What a client may be able to answer. */
export type Askable = 'elicitation' | 'sampling' | 'roots'

/** Whatever a tool can ask for in a call. */
export interface Asking {
  readonly elicit: Elicit
  readonly ask: Ask
  readonly canAsk: (what: Askable) => boolean
}

/** One open question, with what a client's form is made of. */
export type OpenRequest =
  | {
      method: 'elicitation/create'
      question: Question<z.ZodObject>
      requestedSchema: object
    }
  | ClientRequest

/** Not an error: how a handler ends when questions are open. */
export class OpenQuestion {
  /** All that were asked before the handler ended, by their keys. */
  readonly requests: ReadonlyMap<string, OpenRequest>

  constructor(requests: ReadonlyMap<string, OpenRequest>) {
    this.requests = requests
  }
}

/** An answer as the client sent it, not yet checked against the question. */
export const rawAnswerSchema = z.record(z.string(), z.unknown())

/** See `rawAnswerSchema`. */
export type RawAnswer = z.infer<typeof rawAnswerSchema>

const personAnswerSchema = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('accept'),
    content: z.record(z.string(), z.unknown()),
  }),
  z.object({ action: z.literal('decline') }),
  z.object({ action: z.literal('cancel') }),
])

/**
 * Makes what a tool asks with, for one round of a call.
 *
 * @param answers Those that have come so far, as the client sent them
 * @param envelope What the client says of itself with each request (`_meta`)
 */
export function createAsking(answers: ReadonlyMap<string, RawAnswer>, envelope: unknown): Asking {
  const requests = new Map<string, OpenRequest>()
  function open(key: string, request: OpenRequest): OpenQuestion {
    requests.set(key, request)
    return new OpenQuestion(requests)
  }

  return {
    canAsk: (what) => hasCapability(envelope, what),
    async ask(key, request) {
      const answer = answers.get(key)
      if (answer === undefined) throw open(key, request)
      return answer
    },
    async elicit(key, question) {
      const answer = personAnswerSchema.safeParse(answers.get(key))
      if (!answer.success) throw open(key, toForm(key, question))
      if (answer.data.action !== 'accept') return answer.data

      const content = question.schema.safeParse(answer.data.content)
      if (!content.success) {
        throw new ToolError(
          'ERR_ANSWER_INVALID',
          `Cannot use the answer to "${key}": it does not fit`,
        )
      }
      return { action: 'accept', content: content.data }
    },
  }
}

/** @throws TypeError For a question that no form can show */
function toForm(key: string, question: Question<z.ZodObject>): OpenRequest {
  const requestedSchema = toQuestionSchema(key, question.schema)
  return { method: 'elicitation/create', question, requestedSchema }
}

/** A client that says nothing of forms can show them, unless it names only other ways (MCP elicitation). */
function hasCapability(envelope: unknown, what: Askable): boolean {
  const capabilities = isRecord(envelope) ? envelope[Meta.clientCapabilities] : undefined
  const capability = isRecord(capabilities) ? capabilities[what] : undefined
  if (!isRecord(capability)) return false
  return what !== 'elicitation' || 'form' in capability || Object.keys(capability).length === 0
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Makes what a tool asks with where the caller cannot be asked. */
export function createUnsupportedAsking(era: Era): Asking {
  const why = {
    legacy:
      'this client speaks an MCP version before 2026-07-28, which has no way to ask without a session',
    rest: 'a plain HTTP call has nobody to ask',
    modern: 'nobody is asked while a person types',
  }[era]
  const refuse = async () => {
    throw new ToolError(
      'ERR_ELICITATION_UNSUPPORTED',
      `Cannot ask for what this tool needs to know: ${why}; use an MCP client of 2026-07-28 with elicitation`,
    )
  }
  return { elicit: refuse, ask: refuse, canAsk: () => false }
}
