/** A field of a tool's input, however deep. */
export interface Field {
  /** With dots, arrays without an index: `guests.name`; how `translations` name it. */
  readonly path: string
  readonly title: string | undefined
  readonly description: string | undefined
  /** The values that an enumeration allows. */
  readonly options: readonly string[]
}

type Schema = Readonly<Record<string, unknown>>

const MAX_DEPTH = 8

/**
 * Lists the fields of a JSON Schema, in its own order, each once.
 *
 * Pure: no I/O, no clock.
 */
export function fieldsOf(schema: Schema): Field[] {
  const fields = new Map<string, Field>()
  collect(schema, '', 0)
  return [...fields.values()]

  function collect(value: unknown, path: string, depth: number): void {
    if (depth > MAX_DEPTH) return
    for (const branch of branchesOf(schema, value)) {
      collect(branch['items'], path, depth + 1)
      for (const [name, property] of Object.entries(asSchema(branch['properties']))) {
        const inner = path === '' ? name : `${path}.${name}`
        if (!fields.has(inner)) fields.set(inner, toField(schema, inner, property))
        collect(property, inner, depth + 1)
      }
    }
  }
}

function toField(root: Schema, path: string, value: unknown): Field {
  const branches = branchesOf(root, value)
  const first = (key: string) => branches.map((branch) => branch[key]).find(isText)
  const options = branches.flatMap((branch) => [
    ...asList(branch['enum']),
    ...asList(asSchema(branch['items'])['enum']),
  ])
  return {
    path,
    title: first('title'),
    description: first('description'),
    options: options.filter(isText),
  }
}

/** A schema, and what it is made of: the target of its reference, the choices of a union. */
function branchesOf(root: Schema, value: unknown, depth = 0): Schema[] {
  const schema = asSchema(value)
  if (depth > MAX_DEPTH) return [schema]
  const inner = [schema['anyOf'], schema['oneOf'], schema['allOf']].flatMap(asList)
  const target = isText(schema['$ref']) ? [resolve(root, schema['$ref'])] : []
  return [schema, ...[...target, ...inner].flatMap((branch) => branchesOf(root, branch, depth + 1))]
}

/** The references that zod writes: `#/$defs/Name`, and `#` for the whole. */
function resolve(root: Schema, reference: string): unknown {
  const [hash, ...keys] = reference.split('/')
  if (hash !== '#') return undefined
  return keys.reduce<unknown>((schema, key) => asSchema(schema)[key], root)
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
