import type { Client } from '@modelcontextprotocol/client'
import type { InputAnswer, InputRequest } from './call-tool.ts'

/** Asks the person what a server wants to know, while the server waits. A rejection cancels the question. */
export type AnswerQuestion = (request: InputRequest, signal: AbortSignal) => Promise<InputAnswer>

/** How a session in which the person can be asked says so: what they leave alone keeps its default (SEP-1034). */
export const CAN_ASK = { elicitation: { form: { applyDefaults: true } } }

/**
 * Answers the questions that servers of 2025-11-25 and older ask in the middle of a call. Whoever says that the
 * person can be asked owes an answer to each, so a question that nobody takes is cancelled.
 */
export function answerQuestions(client: Client, answer: AnswerQuestion | undefined): void {
  client.setRequestHandler('elicitation/create', async ({ method, params }, { mcpReq }) => {
    const cancelled: InputAnswer = { action: 'cancel' }
    const asked = answer?.({ method, params: { ...params } }, mcpReq.signal)
    return { ...((await asked?.catch(() => cancelled)) ?? cancelled) }
  })
}
