/** How a text argument is asked for. */
export type FieldKind = 'line' | 'lines' | 'moment' | 'secret'

const LONG_CHARACTERS = 160
const LONG_NAMES =
  /^(body|content|text|message|description|notes?|prompt|markdown|html|comment|code|sql)$/i

interface TextSchema {
  format?: string | undefined
  maxLength?: number | undefined
  writeOnly?: boolean | undefined
}

/** Chooses the control for a text argument from its schema and its name. */
export function fieldKind(schema: TextSchema, name: string): FieldKind {
  if (schema.format === 'date-time') return 'moment'
  if (schema.format === 'password' || schema.writeOnly === true) return 'secret'
  if (schema.format !== undefined) return 'line'
  if (schema.maxLength !== undefined) return schema.maxLength > LONG_CHARACTERS ? 'lines' : 'line'
  return LONG_NAMES.test(name) ? 'lines' : 'line'
}

/** A moment as a `datetime-local` control holds it: the reader's own clock, without a zone. */
export function toLocalMoment(iso: string | undefined): string {
  const date = new Date(iso ?? '')
  if (Number.isNaN(date.getTime())) return ''

  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The moment that a `datetime-local` control means, as RFC 3339 with its zone (UTC). */
export function fromLocalMoment(local: string): string | undefined {
  const date = new Date(local)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
