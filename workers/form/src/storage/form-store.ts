import type { Database, Prisma } from '@toolgraph/database'
import type { Answers, Form, Submission } from '../forms/form.ts'
import { parseFormSchema } from '../forms/form-schema.ts'
import type { FormStore } from '../forms/form-store.ts'

type FormRow = NonNullable<Awaited<ReturnType<Database['form']['findFirst']>>>
type SubmissionRow = NonNullable<Awaited<ReturnType<Database['formSubmission']['findFirst']>>>

/** Creates the store, on Postgres. */
export function createFormStore(database: Database): FormStore {
  return {
    async create({ schema, ...form }) {
      return toForm(await database.form.create({ data: { ...form, schema: toJson(schema) } }))
    },

    async find(id) {
      const row = await database.form.findUnique({ where: { id } })
      return row === null ? undefined : toForm(row)
    },

    async listOwn(subject, limit) {
      const rows = await database.form.findMany({
        where: { subject },
        orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
        take: limit,
      })
      return rows.map(toForm)
    },

    countOwn: (subject) => database.form.count({ where: { subject } }),

    async close(id, at) {
      await database.form.updateMany({ where: { id, closedAt: null }, data: { closedAt: at } })
      return this.find(id)
    },

    submit: ({ formId, answers, ...submission }) =>
      database.$transaction(async (tx) => {
        // Whoever closes the form waits for this, or this sees it closed.
        const open = await tx.$queryRaw<unknown[]>`
          SELECT 1 FROM form."Form"
          WHERE "id" = ${formId}::uuid AND "closedAt" IS NULL FOR SHARE`
        if (open.length === 0) return undefined
        const data = { ...submission, formId, answers: toJson(answers) }
        return toSubmission(await tx.formSubmission.create({ data }))
      }),

    async listSubmissions({ formId, after, limit }) {
      const rows = await database.formSubmission.findMany({
        where: { formId, ...(after === undefined ? {} : { id: { gt: after } }) },
        orderBy: { id: 'asc' },
        take: limit,
      })
      return rows.map(toSubmission)
    },

    countSubmissions: (formId) => database.formSubmission.count({ where: { formId } }),
  }
}

/** Only what JSON can say came in, and it was checked. */
function toJson(value: object): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(value))
}

function toForm({ schema, closedAt, ...row }: FormRow): Form {
  return { ...row, schema: parseFormSchema(schema), closedAt: closedAt ?? undefined }
}

function toSubmission({ id, submittedAt, answers }: SubmissionRow): Submission {
  return { id, submittedAt, answers: toAnswers(answers) }
}

function toAnswers(value: Prisma.JsonValue): Answers {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new TypeError('The tables hold answers that are no object')
}
