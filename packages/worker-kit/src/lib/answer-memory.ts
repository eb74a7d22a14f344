import type { Id } from './protocol.ts'
import { toMessageFrame } from './event-stream.ts'
import { createMemo } from './memo.ts'
import { countOffers } from './offers.ts'
import type { WorkerPlan } from './options.ts'

/** Answers a question that was asked before as it was answered then, and others the long way. */
export type AnswerMemory = (
  question: { id: Id; key: string },
  answerRare: () => Promise<Response>,
) => Promise<Response>

interface Remembered {
  /** JSON, as long as a list of tools is. */
  result: string
  type: 'application/json' | 'text/event-stream'
  headers: [string, string][]
}

/** Different clients ask the same with other words about themselves. */
const MAX_ANSWERS = 64

/**
 * Creates a memory of answers that depend on nothing but the question: what a server says of itself
 * and of what it offers. It remembers what the long way has said, so the two cannot differ.
 */
export function createAnswerMemory<env>(plan: WorkerPlan<env>): AnswerMemory {
  const answers = createMemo<Remembered>(MAX_ANSWERS)
  // Many questions, few answers: a long list is held once.
  const results = createMemo<string>(MAX_ANSWERS)
  let amount = countOffers(plan)

  return async ({ id, key }, answerRare) => {
    const offers = countOffers(plan)
    if (offers !== amount) answers.clear()
    amount = offers
    const known = answers.get(key)
    if (known !== undefined) return toResponse(known, id)

    const response = await answerRare()
    if (response.status !== 200) return response
    const text = await response.text()
    const answer = read(text, response)
    if (answer !== undefined) {
      const result = results.get(answer.result) ?? answer.result
      results.set(result, result)
      answers.set(key, { ...answer, result })
    }
    return new Response(text, { headers: response.headers })
  }
}

function toResponse({ result, type, headers }: Remembered, id: Id): Response {
  const message = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`
  return new Response(type === 'application/json' ? message : toMessageFrame(message), { headers })
}

/** `undefined` for an error, or whatever else is not one message with a result. */
function read(text: string, { headers }: Response): Remembered | undefined {
  const type = headers.get('content-type')
  if (type !== 'application/json' && type !== 'text/event-stream') return undefined
  const frame = /^event: message\ndata: (.*)\n\n$/.exec(text)?.[1]
  const message = type === 'application/json' ? text : frame
  if (message === undefined) return undefined

  const { result } = JSON.parse(message)
  return result === undefined
    ? undefined
    : { result: JSON.stringify(result), type, headers: [...headers] }
}
