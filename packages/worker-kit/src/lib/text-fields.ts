import type * as z from 'zod'
import { toTextSchema } from './json-schema.ts'

/** An argument of a prompt or a variable of an address: text on the wire. */
export interface TextField {
  readonly name: string
  readonly title?: string
  readonly description?: string
  readonly required: boolean
  /** All values, where they are few. */
  readonly values?: readonly string[]
}

/**
 * Reads what a schema says of fields that are text on the wire.
 *
 * @throws TypeError For a field that takes no text
 */
export function readTextFields(owner: string, schema: z.ZodObject): TextField[] {
  for (const [name, field] of Object.entries(schema.shape)) {
    if (!takesText(field)) {
      throw new TypeError(`"${name}" of ${owner} takes no text: use z.string() or z.coerce`)
    }
  }
  const { properties, required } = toTextSchema(schema)
  const names = Array.isArray(required) ? required : []
  return Object.entries(Object(properties)).map(([name, property]) => {
    const { title, description, enum: values } = Object(property)
    return {
      name,
      ...(typeof title === 'string' ? { title } : {}),
      ...(typeof description === 'string' ? { description } : {}),
      required: names.includes(name),
      ...(Array.isArray(values) ? { values: values.map(String) } : {}),
    }
  })
}

/** A field of numbers refuses every text for its type, whatever the text says. */
function takesText(field: z.core.$ZodType): boolean {
  const standard = field['~standard'].validate('0')
  if (standard instanceof Promise || standard.issues === undefined) return true
  return !standard.issues.some((issue) => 'code' in issue && issue.code === 'invalid_type')
}
