import * as z from 'zod'
import { defineTool } from '../src/index.ts'

// What a server of 2025 asks on an open stream. Here the same question goes by 2026-07-28's way, or not at all.

const annotations = { readOnlyHint: true } as const

export const sampling = defineTool({
  name: 'test_sampling',
  description: "Asks the client's model",
  input: z.object({ prompt: z.string() }),
  annotations,
  run: async ({ prompt }, { ask }) => {
    const messages = [{ role: 'user', content: { type: 'text', text: prompt } }] as const
    const params = { messages: [...messages], maxTokens: 100 }
    const answer = await ask('prompt', { method: 'sampling/createMessage', params })
    return `LLM response: ${JSON.stringify(answer['content'])}`
  },
})

export const elicitation = defineTool({
  name: 'test_elicitation',
  description: 'Asks the person',
  input: z.object({ message: z.string() }),
  annotations,
  run: async ({ message }, { elicit }) => {
    const schema = z.object({ username: z.string(), email: z.string() })
    return `User response: ${JSON.stringify(await elicit('user', { message, schema }))}`
  },
})

export const defaults = defineTool({
  name: 'test_elicitation_sep1034_defaults',
  description: 'Asks with answers that are filled in',
  input: z.object({}),
  annotations,
  run: async (_args, { elicit }) => {
    const schema = z.object({
      name: z.string().default('John Doe'),
      age: z.int().default(30),
      score: z.number().default(95.5),
      status: z.enum(['active', 'inactive', 'pending']).default('active'),
      verified: z.boolean().default(true),
    })
    const answer = await elicit('form', { message: 'Please check this', schema })
    return `Elicitation completed: ${JSON.stringify(answer)}`
  },
})

export const enums = defineTool({
  name: 'test_elicitation_sep1330_enums',
  description: 'Asks to choose',
  input: z.object({}),
  annotations,
  run: async (_args, { elicit }) => {
    const options = z.enum(['option1', 'option2', 'option3'])
    const schema = z.object({ untitledSingle: options, untitledMulti: z.array(options) })
    const answer = await elicit('form', { message: 'Please choose', schema })
    return `Elicitation completed: ${JSON.stringify(answer)}`
  },
})
