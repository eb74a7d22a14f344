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

/** The schema of a question, as far as the protocol knows it: the rest is checked when the answer has come. */
export function toQuestionSchema(schema: z.ZodObject): object {
  const { properties, required } = toJsonSchema(schema, 'input', 'The schema of a question')
  const fields = Object.entries(Object(properties)).map(([name, field]) => {
    const known = Object.entries(Object(field)).filter(([key]) => FIELD_KEYS.has(key))
    return [name, Object.fromEntries(known)]
  })
  return {
    type: 'object',
    properties: Object.fromEntries(fields),
    ...(required === undefined ? {} : { required }),
  }
}
