import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { listSubmissions } from '../forms/list-submissions.ts'
import type { FormEnvironment } from './environment.ts'
import {
  cursorJa,
  cursorSchema,
  formIdJa,
  formIdSchema,
  submissionSchema,
  toSubmission,
} from './schemas.ts'

export const listSubmissionsTool = defineTool({
  name: 'list_submissions',
  title: 'List submissions',
  description:
    "Lists what was submitted to one of the signed-in person's own forms, in the order in which it came. By whom is not told.",
  translations: {
    ja: {
      title: '回答の一覧',
      description:
        'サインインしている人自身のフォームに届いた回答を、届いた順に一覧にします。だれの回答かは表示しません。',
      fields: {
        formId: formIdJa,
        limit: { title: '件数', description: '最大でこの件数まで' },
        cursor: cursorJa,
      },
    },
  },
  input: z.object({
    formId: formIdSchema,
    limit: z
      .int()
      .min(1)
      .max(100)
      .default(20)
      .meta({ title: 'Limit', description: 'At most so many' }),
    cursor: cursorSchema,
  }),
  output: z.object({
    submissions: z.array(submissionSchema),
    nextCursor: z.uuid().optional().describe('There are more: ask again with it'),
  }),
  scopes: ['form:read'],
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ formId, limit, cursor }, context: ToolContext<FormEnvironment>) => {
    const { subject } = getUser(context)
    const from = cursor === undefined ? {} : { after: cursor }
    const page = await listSubmissions(context.env, { subject, id: formId, limit, ...from })
    const more = page.next === undefined ? {} : { nextCursor: page.next }
    return { submissions: page.submissions.map(toSubmission), ...more }
  },
})
