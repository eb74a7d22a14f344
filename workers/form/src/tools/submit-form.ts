import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { submitForm } from '../forms/submit-form.ts'
import type { FormEnvironment } from './environment.ts'
import { formIdJa, formIdSchema, submissionSchema, toSubmission } from './schemas.ts'

export const submitFormTool = defineTool({
  name: 'submit_form',
  title: 'Submit to a form',
  description:
    'Submits answers to a form. Where they do not fit, it says which field and how to mend it, and stores nothing. Each call is a submission of its own.',
  translations: {
    ja: {
      title: 'フォームに回答する',
      description:
        'フォームに回答を送信します。合わない項目があれば、どの項目をどう直すかを伝え、何も保存しません。',
      fields: {
        formId: formIdJa,
        answers: {
          title: '回答',
          description: '項目の名前ごとの回答。名前は「フォームを見る」でわかります',
        },
      },
    },
  },
  input: z.object({
    formId: formIdSchema,
    answers: z
      .record(z.string(), z.unknown())
      .meta({ title: 'Answers', description: 'By the names of the fields; get_form shows them' }),
  }),
  output: z.object({ submission: submissionSchema }),
  scopes: ['form:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  run: async ({ formId, answers }, context: ToolContext<FormEnvironment>) => {
    const { subject } = getUser(context)
    const submission = await submitForm(context.env, { subject, id: formId, answers })
    return { submission: toSubmission(submission) }
  },
})
