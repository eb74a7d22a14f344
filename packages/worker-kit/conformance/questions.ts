import * as z from 'zod'
import { defineTool, type ClientRequest } from '../src/index.ts'

// What the tools of 2026-07-28 ask, which need more than one round.

const annotations = { readOnlyHint: true } as const
const nothing = z.object({})

const sampling = (text: string, maxTokens: number): ClientRequest => ({
  method: 'sampling/createMessage',
  params: { messages: [{ role: 'user', content: { type: 'text', text } }], maxTokens },
})
const name = { message: 'What is your name?', schema: z.object({ name: z.string() }) }
const confirm = { message: 'Please confirm', schema: z.object({ ok: z.boolean() }) }

export const asksPerson = defineTool({
  name: 'test_input_required_result_elicitation',
  description: 'Asks the person for a name',
  input: nothing,
  annotations,
  run: async (_args, { elicit }) => {
    const answer = await elicit('user_name', name)
    return answer.action === 'accept' ? `Hello, ${answer.content.name}!` : 'Hello!'
  },
})

export const asksModel = defineTool({
  name: 'test_input_required_result_sampling',
  description: "Asks the client's model",
  input: nothing,
  annotations,
  run: async (_args, { ask }) => {
    const answer = await ask('capital_question', sampling('What is the capital of France?', 100))
    return JSON.stringify(answer['content'])
  },
})

export const asksRoots = defineTool({
  name: 'test_input_required_result_list_roots',
  description: "Asks for the client's folders",
  input: nothing,
  annotations,
  run: async (_args, { ask }) => {
    const { roots } = await ask('client_roots', { method: 'roots/list' })
    return JSON.stringify(roots)
  },
})

export const keepsState = defineTool({
  name: 'test_input_required_result_request_state',
  description: 'Asks, and keeps its state at the client',
  input: nothing,
  annotations,
  run: async (_args, { elicit }) => {
    await elicit('confirm', confirm)
    return 'state-ok'
  },
})

export const asksTogether = defineTool({
  name: 'test_input_required_result_multiple_inputs',
  description: 'Asks the person, the model and the client at once',
  input: nothing,
  annotations,
  run: async (_args, { elicit, ask }) => {
    const answers = await Promise.all([
      elicit('user_name', name),
      ask('greeting', sampling('Generate a greeting', 50)),
      ask('client_roots', { method: 'roots/list' }),
    ])
    return JSON.stringify(answers)
  },
})

export const asksTwice = defineTool({
  name: 'test_input_required_result_multi_round',
  description: 'Asks one question after the other',
  input: nothing,
  annotations,
  run: async (_args, { elicit }) => {
    const first = await elicit('step1', { ...name, message: 'Step 1: What is your name?' })
    const second = await elicit('step2', {
      message: 'Step 2: What is your favorite color?',
      schema: z.object({ color: z.string() }),
    })
    return JSON.stringify([first, second])
  },
})

export const guardsState = defineTool({
  name: 'test_input_required_result_tampered_state',
  description: 'Asks, and takes no state that somebody changed',
  input: nothing,
  annotations,
  run: async (_args, { elicit }) => JSON.stringify(await elicit('confirm', confirm)),
})

export const asksWhatIsPossible = defineTool({
  name: 'test_input_required_result_capabilities',
  description: 'Asks only what the client can answer',
  input: nothing,
  annotations,
  run: async (_args, { elicit, ask, canAsk }) => {
    const answers = await Promise.all([
      canAsk('elicitation') ? elicit('user_name', name) : undefined,
      canAsk('sampling') ? ask('greeting', sampling('Generate a greeting', 50)) : undefined,
    ])
    return JSON.stringify(answers)
  },
})

export const needsModel = defineTool({
  name: 'test_missing_capability',
  description: 'Needs a client that has a model',
  input: nothing,
  annotations,
  run: async (_args, { ask }) => JSON.stringify(await ask('greeting', sampling('Say hello', 50))),
})

export const asksOnStream = defineTool({
  name: 'test_streaming_elicitation',
  description: 'Asks the person, and nothing else goes to the client',
  input: nothing,
  annotations,
  run: async (_args, { elicit }) => JSON.stringify(await elicit('confirm', confirm)),
})
