import { checkArguments } from './check-arguments.ts'

/** Types of JSON that one line of text can say. */
const SCALARS = new Set(['string', 'number', 'integer', 'boolean'])

/**
 * Whether an argument is filled in as a value of JSON, as no other control fits: its schema names no
 * type, or several, or an object or list of anything, or a list with a meaning for each place.
 */
export function isAnyValue(schema: unknown): boolean {
  if (!isRecord(schema)) return schema === true

  const { type, enum: values, $ref, allOf, anyOf, oneOf } = schema
  const hasChoice = [values, $ref, allOf].some((keyword) => keyword !== undefined)
  if (hasChoice || 'const' in schema) return false
  if (Array.isArray(anyOf) || Array.isArray(oneOf)) return hasScalars(anyOf) || hasScalars(oneOf)
  if (type === 'object') return isOpenObject(schema)
  if (type === 'array') return isOpenList(schema)
  return Array.isArray(type) ? type.length !== 1 : type === undefined && isOpenObject(schema)
}

/** The value that a person means: JSON, or else the text itself; what the schema takes goes first. */
export function fromAnyText(text: string, schema: unknown): unknown {
  if (text.trim() === '') return undefined

  const value = parseJson(text)
  if (value === undefined) return text
  const isWrong = checkArguments(schema, value).length > 0
  return isWrong && checkArguments(schema, text).length === 0 ? text : value
}

/** A value as `fromAnyText` reads it. */
export function toAnyText(value: unknown, schema: unknown): string {
  if (value === undefined) return ''
  const isPlain = typeof value === 'string' && fromAnyText(value, schema) === value
  return isPlain ? value : JSON.stringify(value, null, 2)
}

function isOpenObject({ properties, patternProperties, additionalProperties }: Schema): boolean {
  const isClosed = additionalProperties === false
  const isTyped = isRecord(additionalProperties) && !isAnyValue(additionalProperties)
  const hasNames = [properties, patternProperties].some(hasEntries)
  return !isClosed && !isTyped && !hasNames
}

function isOpenList({ items, prefixItems }: Schema): boolean {
  return prefixItems !== undefined || items === undefined || isAnyValue(items)
}

function hasScalars(branches: unknown): boolean {
  if (!Array.isArray(branches)) return false
  return branches.every(
    (branch) =>
      isRecord(branch) &&
      SCALARS.has(String(branch['type'])) &&
      !('enum' in branch) &&
      !('const' in branch),
  )
}

function hasEntries(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length > 0
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Schema = Record<string, unknown>

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
