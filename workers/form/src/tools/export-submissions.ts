import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { listSubmissions } from '../forms/list-submissions.ts'
import { toCsv } from '../forms/to-csv.ts'
import type { FormEnvironment } from './environment.ts'
import { cursorJa, cursorSchema, formIdJa, formIdSchema, toSubmission } from './schemas.ts'

export const exportSubmissionsTool = defineTool({
  name: 'export_submissions',
  title: 'Export submissions',
  description:
    "Exports what was submitted to one of the signed-in person's own forms as CSV for a spreadsheet, or as JSON, up to 1000 submissions a page.",
  translations: {
    ja: {
      title: '回答を書き出す',
      description:
        'サインインしている人自身のフォームに届いた回答を、表計算用のCSVまたはJSONで書き出します。1ページは最大1000件です。',
      fields: {
        formId: formIdJa,
        format: {
          title: '形式',
          description: '表計算用のCSV、またはJSON',
          options: { csv: 'CSV（表計算）', json: 'JSON' },
        },
        limit: { title: '件数', description: '最大でこの件数まで' },
        cursor: cursorJa,
      },
    },
  },
  input: z.object({
    formId: formIdSchema,
    format: z
      .enum(['csv', 'json'])
      .default('csv')
      .meta({ title: 'Format', description: 'CSV for a spreadsheet, or JSON' }),
    limit: z
      .int()
      .min(1)
      .max(1000)
      .default(1000)
      .meta({ title: 'Limit', description: 'At most so many' }),
    cursor: cursorSchema,
  }),
  output: z.object({
    text: z.string().describe('The file'),
    count: z.int(),
    nextCursor: z.uuid().optional().describe('There are more: ask again with it'),
  }),
  scopes: ['form:read'],
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ formId, format, limit, cursor }, context: ToolContext<FormEnvironment>) => {
    const { subject } = getUser(context)
    const from = cursor === undefined ? {} : { after: cursor }
    const page = await listSubmissions(context.env, { subject, id: formId, limit, ...from })
    const { form, submissions, next } = page
    const text =
      format === 'csv'
        ? toCsv(form.schema, submissions)
        : JSON.stringify(submissions.map(toSubmission), undefined, 2)
    return { text, count: submissions.length, ...(next === undefined ? {} : { nextCursor: next }) }
  },
})
