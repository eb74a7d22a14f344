import type * as z from 'zod'
import { toJsonSchema } from './json-schema.ts'

/** What the protocol lets a field of a question say (MCP elicitation). */
const FIELD_KEYS = new Set([
  'type',
  'title',
  'description',
  'default',
  'minLength',
  'maxLength',
  'format',
  'minimum',
  'maximum',
  'enum',
  'enumNames',
  'oneOf',
  'items',
  'minItems',
  'maxItems',
  'const',
  'anyOf',
])

/** Forms know these; what is of another is asked for as text. */
const FORMATS = new Set<unknown>(['email', 'uri', 'date', 'date-time'])

const SIMPLE_TYPES = new Set<unknown>(['string', 'number', 'integer', 'boolean'])

/**
 * The schema of a question, as far as the protocol knows it: the rest is checked when the answer has come.
 *
 * @param key The question's
 * @throws TypeError For what no form can show
 */
export function toQuestionSchema(key: string, schema: z.ZodObject): object {
  const what = `The schema of question "${key}"`
  const { properties, required } = toJsonSchema(schema, 'input', what)
  const fields = Object.entries(Object(properties)).map(([name, field]) => {
    const known = Object.entries(Object(field)).filter(([word, value]) => isKnown(word, value))
    const asked = Object.fromEntries(known)
    if (!isShowable(asked)) {
      throw new TypeError(
        `${what} has "${name}", which no form can show: ask for text, a number, yes or no, or a choice by z.enum(…)`,
      )
    }
    return [name, asked]
  })
  return {
    type: 'object',
    properties: Object.fromEntries(fields),
    ...(required === undefined ? {} : { required }),
  }
}

function isKnown(word: string, value: unknown): boolean {
  return word === 'format' ? FORMATS.has(value) : FIELD_KEYS.has(word)
}

/** MCP elicitation: flat, and of several values only those of a choice. */
function isShowable({ type, items }: Readonly<Record<string, unknown>>): boolean {
  if (type !== 'array') return SIMPLE_TYPES.has(type)
  const { enum: values, anyOf } = Object(items)
  return Array.isArray(values) || Array.isArray(anyOf)
}
