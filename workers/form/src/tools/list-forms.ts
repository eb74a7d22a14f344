import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { MAX_FORMS } from '../forms/create-form.ts'
import type { FormEnvironment } from './environment.ts'
import { formLineSchema, toFormLine } from './schemas.ts'

export const listFormsTool = defineTool({
  name: 'list_forms',
  title: 'List my forms',
  description:
    "Lists the signed-in person's own forms, the newest first. get_form shows the questions of one.",
  translations: {
    ja: {
      title: '自分のフォーム一覧',
      description: 'サインインしている人自身のフォームを新しい順に一覧にします。',
    },
  },
  input: z.object({}),
  output: z.object({ forms: z.array(formLineSchema) }),
  scopes: ['form:read'],
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async (_input, context: ToolContext<FormEnvironment>) => {
    const { subject } = getUser(context)
    return { forms: (await context.env.forms.listOwn(subject, MAX_FORMS)).map(toFormLine) }
  },
})
