import { keyWords } from './value-shape.ts'

/** Gives each property without a title the words of its name, so that a form reads like a form. */
export function withTitles(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withTitles)
  if (!isRecord(schema)) return schema

  const { properties, items, anyOf, oneOf, ...rest } = schema
  return {
    ...rest,
    ...(isRecord(properties) && { properties: withTitledProperties(properties) }),
    ...(items !== undefined && { items: withTitles(items) }),
    ...(anyOf !== undefined && { anyOf: withTitles(anyOf) }),
    ...(oneOf !== undefined && { oneOf: withTitles(oneOf) }),
  }
}

function withTitledProperties(properties: Record<string, unknown>): Record<string, unknown> {
  const titled = Object.entries(properties).map(([name, property]) => {
    const inner = withTitles(property)
    return [name, isRecord(inner) ? { title: keyWords(name), ...inner } : inner]
  })
  return Object.fromEntries(titled)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
