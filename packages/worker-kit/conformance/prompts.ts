import * as z from 'zod'
import { definePrompt } from '../src/index.ts'
import { PNG } from './media.ts'

export const simple = definePrompt({
  name: 'test_simple_prompt',
  description: 'Says one thing',
  input: z.object({}),
  run: () => 'This is a simple prompt for testing.',
})

export const withArguments = definePrompt({
  name: 'test_prompt_with_arguments',
  description: 'Says what it was told',
  input: z.object({
    arg1: z.string().meta({ description: 'First test argument' }),
    arg2: z.string().meta({ description: 'Second test argument' }),
  }),
  complete: {
    arg1: (typed) => ['paris', 'park', 'party'].filter((word) => word.startsWith(typed)),
  },
  run: ({ arg1, arg2 }) => `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`,
})

export const withEmbeddedResource = definePrompt({
  name: 'test_prompt_with_embedded_resource',
  description: 'Says what a resource holds',
  input: z.object({ resourceUri: z.string().meta({ description: 'URI of the resource' }) }),
  run: ({ resourceUri: uri }) => {
    const text = 'Embedded resource content for testing.'
    const resource = { uri, mimeType: 'text/plain', text }
    return {
      messages: [
        { role: 'user', content: { type: 'resource', resource } },
        { role: 'user', content: 'Please process the embedded resource above.' },
      ],
    }
  },
})

export const withImage = definePrompt({
  name: 'test_prompt_with_image',
  description: 'Shows a picture',
  input: z.object({}),
  run: () => ({
    messages: [
      { role: 'user', content: { type: 'image', data: PNG, mimeType: 'image/png' } },
      { role: 'user', content: 'Please analyze the image above.' },
    ],
  }),
})

export const asksPerson = definePrompt({
  name: 'test_input_required_result_prompt',
  description: 'Asks the person first',
  input: z.object({}),
  run: async (_args, { elicit }) => {
    const question = {
      message: 'What context should the prompt use?',
      schema: z.object({ context: z.string() }),
    }
    const answer = await elicit('user_context', question)
    return `Use this context: ${answer.action === 'accept' ? answer.content.context : 'none'}`
  },
})
