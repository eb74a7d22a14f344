import type { UiSchema } from '@sjsf/form'

/**
 * Reads from a JSON Schema what a form shows and no validator asks for: the labels of choices
 * (`enumNames`, as MCP elicitation has them too).
 */
export function toUiSchema(schema: unknown): UiSchema {
  if (!isRecord(schema)) return {}

  const { properties, items, anyOf, oneOf } = schema
  const labels = labelsOf(schema) ?? labelsOf(items)
  return {
    // A list of choices is shown as one field, which is asked for the labels.
    ...(labels && { 'ui:options': { enumNames: labels } }),
    ...(isRecord(properties) && toUiSchemas(properties)),
    ...(isRecord(items) && { items: toUiSchema(items) }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map(toUiSchema) }),
    ...(Array.isArray(oneOf) && { oneOf: oneOf.map(toUiSchema) }),
  }
}

/** A form keeps the fields of an object beside its own keys; a field of such a name has no labels. */
const OWN_KEYS = new Set(['items', 'anyOf', 'oneOf', 'additionalProperties', 'additionalItems'])

function toUiSchemas(properties: Record<string, unknown>): UiSchema {
  const fields = Object.entries(properties).filter(([name]) => !OWN_KEYS.has(name))
  return Object.fromEntries(fields.map(([name, property]) => [name, toUiSchema(property)]))
}

function labelsOf(schema: unknown): string[] | undefined {
  if (!isRecord(schema)) return undefined
  const { enum: values, enumNames: names } = schema
  if (!Array.isArray(values) || !Array.isArray(names)) return undefined
  return values.map((value, place) => {
    const name: unknown = names[place]
    return typeof name === 'string' ? name : String(value)
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
