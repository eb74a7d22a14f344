import type { UiSchema } from '@sjsf/form'

import { m } from '#lib/paraglide/messages.js'
import { isAnyValue } from './any-value.ts'
import { titleOf } from './value-shape.ts'

/**
 * Reads from a JSON Schema what a form shows and no validator asks for: the labels of choices
 * (`enumNames`, as MCP elicitation has them too), and which arguments are filled in as JSON.
 */
export function toUiSchema(schema: unknown): UiSchema {
  if (!isRecord(schema)) return {}

  const { properties, items, anyOf, oneOf } = schema
  const labels = labelsOf(schema) ?? labelsOf(items)
  return {
    // A list of choices is shown as one field, which is asked for the labels.
    ...(labels && { 'ui:options': { enumNames: labels } }),
    ...(isRecord(properties) && toUiSchemas(properties)),
    ...(isRecord(items) && { items: toFieldUi(items) }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map(toUiSchema) }),
    ...(Array.isArray(oneOf) && { oneOf: oneOf.map(toUiSchema) }),
  }
}

/** A form keeps the fields of an object beside its own keys; a field of such a name has no labels. */
const OWN_KEYS = new Set(['items', 'anyOf', 'oneOf', 'additionalProperties', 'additionalItems'])

function toUiSchemas(properties: Record<string, unknown>): UiSchema {
  const fields = Object.entries(properties).filter(([name]) => !OWN_KEYS.has(name))
  return Object.fromEntries(
    fields.map(([name, property]) => [
      name,
      { ...toFieldUi(property), ...toChooserUi(properties, name) },
    ]),
  )
}

/** The fields that the library would choose for a schema that takes any value. */
const AS_JSON: UiSchema = {
  'ui:components': {
    objectField: 'unknownField',
    arrayField: 'unknownField',
    anyOfField: 'unknownField',
    oneOfField: 'unknownField',
    stringField: 'unknownField',
    numberField: 'unknownField',
    integerField: 'unknownField',
    booleanField: 'unknownField',
  },
}

function toFieldUi(schema: unknown): UiSchema {
  return isAnyValue(schema) ? AS_JSON : toUiSchema(schema)
}

/** The control that chooses among variants has no words of its own on the page. */
function toChooserUi(properties: Record<string, unknown>, name: string): UiSchema {
  const property = properties[name]
  if (!isRecord(property) || !(property['anyOf'] ?? property['oneOf'])) return {}
  const label = m.form_variants({ title: titleOf({ properties }, name) })
  return { combinationFieldOptionSelector: { 'ui:options': { select: { 'aria-label': label } } } }
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
