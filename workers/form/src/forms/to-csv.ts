import type { Submission } from './form.ts'
import { listFields, type FormSchema } from './form-schema.ts'

const NEWLINE = '\r\n'

/** A spreadsheet reads text that begins so as a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** Writes submissions as CSV (RFC 4180): a line of names, then one line each. Pure. */
export function toCsv(schema: FormSchema, submissions: readonly Submission[]): string {
  const fields = listFields(schema)
  const head = ['submissionId', 'submittedAt', ...fields.map(({ names }) => names.join('.'))]
  const lines = submissions.map(({ id, submittedAt, answers }) => [
    id,
    submittedAt.toISOString(),
    ...fields.map(({ names }) => toText(follow(answers, names))),
  ])
  return [head, ...lines].map((cells) => cells.map(toCell).join(',') + NEWLINE).join('')
}

function follow(answers: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? Reflect.get(value, name)
        : undefined,
    answers,
  )
}

function toText(value: unknown): string {
  if (value === undefined) return ''
  // A number is no formula, even where it begins with a minus.
  if (typeof value === 'string') return FORMULA.test(value) ? `'${value}` : value
  if (Array.isArray(value)) return toText(value.map(String).join('; '))
  return String(value)
}

function toCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
