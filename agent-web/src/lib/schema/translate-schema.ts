/** The texts of one field in the reader's language, as its publisher wrote them. */
interface FieldTexts {
  title?: unknown
  description?: unknown
  options?: unknown
}

/**
 * Puts a publisher's texts in the reader's language into a tool's input schema. A field without such
 * texts keeps those of the schema. The labels of choices go into `enumNames`, beside `enum`.
 *
 * @param texts By dotted path (`guests.name`), as the graph tells them
 */
export function translateSchema(inputSchema: unknown, texts: unknown): unknown {
  return isRecord(texts) ? translate(inputSchema, texts, '') : inputSchema
}

function translate(schema: unknown, texts: Record<string, unknown>, path: string): unknown {
  if (Array.isArray(schema)) return schema.map((branch) => translate(branch, texts, path))
  if (!isRecord(schema)) return schema

  const own = Object.hasOwn(texts, path) ? texts[path] : undefined
  const { properties, items, anyOf, oneOf, ...rest } = schema
  return {
    ...rest,
    ...(isRecord(own) && toTexts(own, schema)),
    ...(isRecord(properties) && { properties: translateEach(properties, texts, path) }),
    // A list adds nothing to the path; what it is called is not what each of its items is called.
    ...(items !== undefined && { items: translate(items, withoutNames(texts, path), path) }),
    ...(anyOf !== undefined && { anyOf: translate(anyOf, withoutNames(texts, path), path) }),
    ...(oneOf !== undefined && { oneOf: translate(oneOf, withoutNames(texts, path), path) }),
  }
}

function translateEach(
  properties: Record<string, unknown>,
  texts: Record<string, unknown>,
  path: string,
): Record<string, unknown> {
  const translated = Object.entries(properties).map(([name, property]) => [
    name,
    translate(property, texts, path === '' ? name : `${path}.${name}`),
  ])
  return Object.fromEntries(translated)
}

function toTexts({ title, description, options }: FieldTexts, schema: Record<string, unknown>) {
  const values = schema['enum']
  return {
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
    ...(isRecord(options) &&
      Array.isArray(values) && { enumNames: values.map((value) => labelOf(value, options)) }),
  }
}

function labelOf(value: unknown, options: Record<string, unknown>): string {
  const name = String(value)
  const label = Object.hasOwn(options, name) ? options[name] : undefined
  return typeof label === 'string' ? label : name
}

/** For what stands inside a field without a name of its own: only the labels of its choices. */
function withoutNames(texts: Record<string, unknown>, path: string): Record<string, unknown> {
  const own = Object.hasOwn(texts, path) ? texts[path] : undefined
  return isRecord(own) ? { ...texts, [path]: { options: own['options'] } } : texts
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
