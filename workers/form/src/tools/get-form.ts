import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { getForm } from '../forms/get-form.ts'
import type { FormEnvironment } from './environment.ts'
import { formIdJa, formIdSchema, formSchema, toForm } from './schemas.ts'

export const getFormTool = defineTool({
  name: 'get_form',
  title: 'Get a form',
  description:
    'Gets a form with its questions: your own, or a shared one whose id you know. Use it before submit_form.',
  translations: {
    ja: {
      title: 'フォームを見る',
      description:
        'フォームの質問を表示します。自分のフォームと、IDを知っている共有フォームが対象です。',
      fields: { formId: formIdJa },
    },
  },
  input: z.object({ formId: formIdSchema }),
  output: z.object({ form: formSchema }),
  scopes: ['form:read'],
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ formId }, context: ToolContext<FormEnvironment>) => {
    const { subject } = getUser(context)
    return { form: toForm(await getForm(context.env, { subject, id: formId })) }
  },
})
