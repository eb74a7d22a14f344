import * as z from 'zod'
import type { Era } from './tool.ts'
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
 * before the last question, and let the thrown signal pass.
 *
 * @param key Names the question within this call; each one has its own
 * @throws ToolError `ERR_ELICITATION_UNSUPPORTED` for a client that cannot be asked
 */
export type Elicit = <schema extends z.ZodObject>(
  key: string,
  question: Question<schema>,
) => Promise<Answer<schema>>

/** Not an error: how a handler ends when a question is open. */
export class OpenQuestion {
  readonly key: string
  readonly question: Question<z.ZodObject>

  constructor(key: string, question: Question<z.ZodObject>) {
    this.key = key
    this.question = question
  }
}

/** An answer as the client sent it, not yet checked against the question. */
export const rawAnswerSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('accept'), content: z.record(z.string(), z.unknown()) }),
  z.object({ action: z.literal('decline') }),
  z.object({ action: z.literal('cancel') }),
])

/** See `rawAnswerSchema`. */
export type RawAnswer = z.infer<typeof rawAnswerSchema>

/** Makes `elicit` for one round of a call, from the answers that have come so far. */
export function createElicit(answers: ReadonlyMap<string, RawAnswer>): Elicit {
  return async (key, question) => {
    const answer = answers.get(key)
    if (answer === undefined) throw new OpenQuestion(key, question)
    if (answer.action !== 'accept') return answer

    const content = question.schema.safeParse(answer.content)
    if (!content.success) {
      throw new ToolError(
        'ERR_ANSWER_INVALID',
        `Cannot use the answer to "${key}": it does not fit`,
      )
    }
    return { action: 'accept', content: content.data }
  }
}

/** Makes `elicit` for callers that cannot be asked. */
export function createUnsupportedElicit(era: Exclude<Era, 'modern'>): Elicit {
  const why =
    era === 'legacy'
      ? 'this client speaks an MCP version before 2026-07-28, which has no way to ask without a session'
      : 'a plain HTTP call has nobody to ask'
  return async () => {
    throw new ToolError(
      'ERR_ELICITATION_UNSUPPORTED',
      `Cannot ask for what this tool needs to know: ${why}; use an MCP client of 2026-07-28 with elicitation`,
    )
  }
}
