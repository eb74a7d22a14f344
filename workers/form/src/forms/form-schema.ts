import { isPlainText } from '@toolgraph/house-server'
import * as z from 'zod'
import { schemaInvalid, type Fault } from './errors.ts'

/** How deep groups may stand in groups. */
const MAX_DEPTH = 3
const MAX_FIELDS = 100
const MAX_SCHEMA_CHARACTERS = 32_768
const MAX_LENGTH = 10_000

/** A name that an answer cannot inherit, as every object has `constructor`. */
const nameSchema = z
  .string()
  .regex(/^[A-Za-z]\w{0,39}$/, 'must be a letter and up to 39 letters, digits or _')
  .refine((name) => !(name in {}), 'is a name that every object has; choose another')

const lengthSchema = z.int().min(0).max(MAX_LENGTH).optional()
const boundSchema = z.number().optional()
const about = {
  title: z.string().max(120).refine(isPlainText, 'must be plain text in one line').optional(),
  description: z.string().max(500).refine(isPlainText, 'must be plain text in one line').optional(),
}

const textSchema = z.strictObject({
  type: z.literal('string'),
  ...about,
  format: z.enum(['date', 'date-time', 'time', 'email', 'uri', 'uuid']).optional(),
  enum: z.array(z.string().min(1).max(200)).min(1).max(100).optional(),
  minLength: lengthSchema,
  maxLength: lengthSchema,
  default: z.string().max(500).optional(),
})
const numberSchema = z.strictObject({
  type: z.enum(['number', 'integer']),
  ...about,
  minimum: boundSchema,
  maximum: boundSchema,
  default: z.number().optional(),
})
const yesNoSchema = z.strictObject({
  type: z.literal('boolean'),
  ...about,
  default: z.boolean().optional(),
})
const listSchema = z.strictObject({
  type: z.literal('array'),
  ...about,
  items: z.discriminatedUnion('type', [textSchema, numberSchema]),
  minItems: z.int().min(0).max(100).optional(),
  maxItems: z.int().min(1).max(100).optional(),
  uniqueItems: z.boolean().optional(),
})
const groupSchema = z.strictObject({
  type: z.literal('object'),
  ...about,
  get properties(): z.ZodRecord<typeof nameSchema, z.ZodType<Field>> {
    return z.record(nameSchema, fieldSchema)
  },
  required: z.array(z.string()).max(MAX_FIELDS).optional(),
  // Always: a misspelt name is an error and no answer.
  additionalProperties: z.literal(false).default(false),
})
const fieldSchema = z.discriminatedUnion('type', [
  textSchema,
  numberSchema,
  yesNoSchema,
  listSchema,
  groupSchema,
])
const rootSchema = groupSchema.extend({
  $schema: z.literal('https://json-schema.org/draft/2020-12/schema').optional(),
})

/** A question with one answer, or a list of answers. */
export type SimpleField =
  | z.infer<typeof textSchema>
  | z.infer<typeof numberSchema>
  | z.infer<typeof yesNoSchema>
  | z.infer<typeof listSchema>

/** One question of a form, or a group of questions. */
export type Field = SimpleField | FormSchema

/** JSON Schema 2020-12 of a form's answers, in the part of it that a generated form can show. */
export interface FormSchema {
  type: 'object'
  title?: string | undefined
  description?: string | undefined
  properties: Record<string, Field>
  required?: string[] | undefined
  additionalProperties: false
}

/**
 * Reads the schema of a form.
 *
 * @throws FormError Which names each place that cannot stand in a form, and why
 */
export function parseFormSchema(value: unknown): FormSchema {
  if (JSON.stringify(value).length > MAX_SCHEMA_CHARACTERS)
    throw schemaInvalid([fault([], `is longer than ${MAX_SCHEMA_CHARACTERS} characters`)])
  const parsed = rootSchema.safeParse(value)
  if (!parsed.success)
    throw schemaInvalid(
      parsed.error.issues.map((issue) => fault(issue.path.map(String), toWords(issue))),
    )

  const { $schema: _, ...schema } = parsed.data
  const faults = checkGroup(schema, [])
  if (faults.length > 0) throw schemaInvalid(faults)
  const { length: count } = listFields(schema)
  if (count === 0) throw schemaInvalid([fault(['properties'], 'has no field')])
  if (count > MAX_FIELDS)
    throw schemaInvalid([fault(['properties'], `has ${count} fields; ${MAX_FIELDS} are the most`)])
  return schema
}

/** The questions of a form in their order, those of groups too, each with the names that lead to it. */
export function listFields(
  schema: FormSchema,
  names: readonly string[] = [],
): { names: readonly string[]; field: SimpleField }[] {
  return Object.entries(schema.properties).flatMap(([name, field]) =>
    field.type === 'object'
      ? listFields(field, [...names, name])
      : [{ names: [...names, name], field }],
  )
}

/** What is wrong with a name stands inside; zod's own words for it say nothing. */
function toWords(issue: z.core.$ZodIssue): string {
  const [inner] = issue.code === 'invalid_key' ? issue.issues : []
  return inner?.message ?? issue.message
}

function checkGroup(group: FormSchema, path: readonly string[]): Fault[] {
  // A group adds two steps to the path: `properties` and its name.
  if (path.length >= 2 * MAX_DEPTH) return [fault(path, `is deeper than ${MAX_DEPTH} groups`)]
  const unknown = (group.required ?? [])
    .filter((name) => !Object.hasOwn(group.properties, name))
    .map((name) => fault([...path, 'required'], `names "${name}", which is no field here`))
  const inside = Object.entries(group.properties).flatMap(([name, field]) =>
    field.type === 'object' ? checkGroup(field, [...path, 'properties', name]) : [],
  )
  return [...unknown, ...inside]
}

function fault(path: readonly string[], message: string): Fault {
  return { path: ['schema', ...path].join('.'), message }
}
