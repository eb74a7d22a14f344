/**
 * Leaves out what a form made but nobody filled: `undefined`, and empty objects and lists where the
 * schema does not demand them. `null`, `false`, `0` and `""` are values and stay.
 */
export function pruneEmpty(value: unknown, schema: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => pruneEmpty(item, itemSchema(schema)))
  if (!isRecord(value)) return value

  const required = isRecord(schema) && Array.isArray(schema['required']) ? schema['required'] : []
  const entries = Object.entries(value)
    .map(([key, child]) => [key, pruneEmpty(child, propertySchema(schema, key))] as const)
    .filter(([key, child]) => child !== undefined && (required.includes(key) || !isEmpty(child)))
  return Object.fromEntries(entries)
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return isRecord(value) && Object.keys(value).length === 0
}

function propertySchema(schema: unknown, key: string): unknown {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return undefined
  return Object.hasOwn(schema['properties'], key) ? schema['properties'][key] : undefined
}

function itemSchema(schema: unknown): unknown {
  return isRecord(schema) ? schema['items'] : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
