import * as z from 'zod'
import type { Form, Submission } from '../forms/form.ts'

/** Which form. */
export const formIdSchema = z
  .uuid('must be the id of a form; list_forms tells yours')
  .meta({ title: 'Form', description: 'The id of a form: list_forms tells yours' })

/** The same in Japanese, for a form. */
export const formIdJa = {
  title: 'フォーム',
  description: 'フォームのID。自分のものは「自分のフォーム一覧」でわかります',
}

/** Where a page begins. */
export const cursorSchema = z
  .uuid('must be the nextCursor of an answer')
  .optional()
  .meta({ title: 'Cursor', description: 'The nextCursor of the page before' })

/** The same in Japanese, for a form. */
export const cursorJa = { title: 'カーソル', description: '前のページの nextCursor' }

/** A form in a list. */
export const formLineSchema = z.object({
  id: z.uuid(),
  title: z.string(),
  shared: z.boolean().describe('Whether anybody who knows its id may fill it in'),
  createdAt: z.iso.datetime(),
  closedAt: z.iso.datetime().optional().describe('When it was closed, if it was'),
})

/** A form with its questions. */
export const formSchema = formLineSchema.extend({
  schema: z.record(z.string(), z.unknown()).describe('JSON Schema 2020-12 of the answers'),
})

/** What somebody submitted. */
export const submissionSchema = z.object({
  id: z.uuid(),
  submittedAt: z.iso.datetime(),
  answers: z.record(z.string(), z.unknown()),
})

/** See `formLineSchema`. */
export function toFormLine(form: Form): z.infer<typeof formLineSchema> {
  const { id, title, isShared, createdAt, closedAt } = form
  return {
    id,
    title,
    shared: isShared,
    createdAt: createdAt.toISOString(),
    ...(closedAt === undefined ? {} : { closedAt: closedAt.toISOString() }),
  }
}

/** See `formSchema`. */
export function toForm(form: Form): z.infer<typeof formSchema> {
  return { ...toFormLine(form), schema: { ...form.schema } }
}

/** See `submissionSchema`. */
export function toSubmission({
  id,
  submittedAt,
  answers,
}: Submission): z.infer<typeof submissionSchema> {
  return { id, submittedAt: submittedAt.toISOString(), answers: { ...answers } }
}
