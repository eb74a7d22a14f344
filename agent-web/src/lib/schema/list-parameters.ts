import { collapseNullable } from './collapse-nullable.ts'

/** One argument of a tool, as a list shows it. */
export interface Parameter {
  name: string
  /** The JSON Schema type in words: `string`, `integer[]`, `"a" | "b"`. */
  type: string
  isRequired: boolean
  description: string | undefined
}

/** Reads the arguments from a tool's input schema, the required ones first. */
export function listParameters(inputSchema: unknown): Parameter[] {
  const schema = collapseNullable(inputSchema)
  if (!isRecord(schema) || !isRecord(schema['properties'])) return []

  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const parameters = Object.entries(schema['properties']).map(([name, value]) => ({
    name,
    type: typeWords(value),
    isRequired: required.includes(name),
    description: descriptionOf(value),
  }))
  return parameters.toSorted((one, other) => Number(other.isRequired) - Number(one.isRequired))
}

function typeWords(schema: unknown): string {
  if (!isRecord(schema)) return 'any'

  const { type, enum: values, anyOf, oneOf, items, format } = schema
  if (Array.isArray(values)) return values.slice(0, 6).map(quote).join(' | ')
  if ('const' in schema) return quote(schema['const'])
  if (type === 'array') return `${typeWords(items)}[]`
  if (typeof type === 'string') return typeof format === 'string' ? `${type} (${format})` : type
  if (Array.isArray(type)) return type.join(' | ')

  const branches = Array.isArray(anyOf) ? anyOf : oneOf
  return Array.isArray(branches) ? branches.slice(0, 4).map(typeWords).join(' | ') : 'any'
}

function quote(value: unknown): string {
  return JSON.stringify(value) ?? 'any'
}

function descriptionOf(schema: unknown): string | undefined {
  if (!isRecord(schema)) return undefined
  return typeof schema['description'] === 'string' ? schema['description'] : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
