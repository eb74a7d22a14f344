/** The texts of one field in the reader's language, as its publisher wrote them. */
interface FieldTexts {
  title?: unknown
  description?: unknown
  options?: unknown
}

type Texts = Readonly<Record<string, unknown>>

/** So many references are followed: a schema that goes round in circles must end, and stay small. */
const MAX_REFERENCES = 20

/**
 * Puts a publisher's texts in the reader's language into a tool's input schema. A field without such
 * texts keeps those of the schema. The labels of choices go into `enumNames`, beside `enum`.
 *
 * @param texts By dotted path (`guests.name`), as the graph tells them
 */
export function translateSchema(inputSchema: unknown, texts: unknown): unknown {
  if (!isRecord(texts)) return inputSchema
  let followed = 0
  return translate(inputSchema, texts, '')

  function translate(given: unknown, texts: Texts, path: string): unknown {
    if (Array.isArray(given)) return given.map((branch) => translate(branch, texts, path))
    if (!isRecord(given)) return given

    const { properties, items, anyOf, oneOf, allOf, ...rest } = follow(given, path)
    // What stands inside a field without a name of its own is not called what the field is called.
    const inner = withoutNames(texts, path)
    return {
      ...rest,
      ...toTexts(ownOf(texts, path), rest),
      ...(isRecord(properties) && { properties: translateEach(properties, texts, path) }),
      ...(items !== undefined && { items: translate(items, inner, path) }),
      ...(anyOf !== undefined && { anyOf: translate(anyOf, inner, path) }),
      ...(oneOf !== undefined && { oneOf: translate(oneOf, inner, path) }),
      ...(allOf !== undefined && { allOf: translate(allOf, inner, path) }),
    }
  }

  function translateEach(properties: Record<string, unknown>, texts: Texts, path: string) {
    const translated = Object.entries(properties).map(([name, property]) => [
      name,
      translate(property, texts, path === '' ? name : `${path}.${name}`),
    ])
    return Object.fromEntries(translated)
  }

  /** Puts what is referred to in the place of the reference: it has other texts in each place. */
  function follow(schema: Record<string, unknown>, path: string): Record<string, unknown> {
    const { $ref, ...rest } = schema
    const target = followed < MAX_REFERENCES ? resolve(inputSchema, $ref) : undefined
    if (target === undefined || !hasTextsFor(path)) return schema
    followed += 1
    return { ...target, ...rest }
  }

  function hasTextsFor(path: string): boolean {
    return Object.keys(Object(texts)).some((key) => `${key}.`.startsWith(`${path}.`))
  }
}

/** The references that zod writes: `#/$defs/Room`. */
function resolve(root: unknown, reference: unknown): Record<string, unknown> | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#/$defs/')) return undefined
  const { $defs }: { $defs?: unknown } = Object(root)
  const name = reference.slice('#/$defs/'.length)
  const target = isRecord($defs) && Object.hasOwn($defs, name) ? $defs[name] : undefined
  return isRecord(target) ? target : undefined
}

function ownOf(texts: Texts, path: string): FieldTexts {
  const own = Object.hasOwn(texts, path) ? texts[path] : undefined
  return isRecord(own) ? own : {}
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

/** Only the labels of its choices. */
function withoutNames(texts: Texts, path: string): Texts {
  const { options } = ownOf(texts, path)
  return Object.hasOwn(texts, path) ? { ...texts, [path]: { options } } : texts
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
