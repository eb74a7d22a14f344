import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { closeForm } from '../forms/close-form.ts'
import type { FormEnvironment } from './environment.ts'
import { formIdJa, formIdSchema, formLineSchema, toFormLine } from './schemas.ts'

export const closeFormTool = defineTool({
  name: 'close_form',
  title: 'Close a form',
  description:
    "Closes one of the signed-in person's own forms: it takes no submissions any more. What was submitted stays. It cannot be undone.",
  translations: {
    ja: {
      title: 'フォームを締め切る',
      description:
        'サインインしている人自身のフォームを締め切ります。以後は回答できません。届いた回答は残ります。元には戻せません。',
      fields: { formId: formIdJa },
    },
  },
  input: z.object({ formId: formIdSchema }),
  output: z.object({ form: formLineSchema }),
  scopes: ['form:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ formId }, context: ToolContext<FormEnvironment>) => {
    const { subject } = getUser(context)
    return { form: toFormLine(await closeForm(context.env, { subject, id: formId })) }
  },
})
