const OPAQUE = new Set(['enum', 'const', 'default', 'examples'])

/**
 * Rewrites each "this or null" of a JSON Schema to "this", so that a form shows one field instead
 * of a choice between two; leaving the field empty leaves the argument out.
 */
export function collapseNullable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(collapseNullable)
  if (!isRecord(schema)) return schema

  const entries = Object.entries(schema).map(([key, value]) => [
    key,
    OPAQUE.has(key) ? value : collapseNullable(value),
  ])
  return collapseUnion(collapseType(Object.fromEntries(entries)))
}

function collapseType(schema: Record<string, unknown>): Record<string, unknown> {
  const { type } = schema
  if (!Array.isArray(type) || !type.includes('null')) return schema

  const rest = type.filter((name) => name !== 'null')
  if (rest.length !== 1) return schema

  const values = schema['enum']
  const withoutNull = Array.isArray(values) ? { enum: values.filter((one) => one !== null) } : {}
  return { ...schema, type: rest[0], ...withoutNull }
}

function collapseUnion(schema: Record<string, unknown>): Record<string, unknown> {
  for (const key of ['anyOf', 'oneOf']) {
    const branches = schema[key]
    if (!Array.isArray(branches)) continue

    const rest = branches.filter((branch) => !isRecord(branch) || branch['type'] !== 'null')
    const [only] = rest
    if (rest.length !== 1 || rest.length === branches.length || !isRecord(only)) continue

    const { [key]: _union, ...others } = schema
    return collapseUnion({ ...only, ...others })
  }
  return schema
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
