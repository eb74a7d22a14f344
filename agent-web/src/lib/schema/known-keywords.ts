/** Keywords that hold no schema. */
const PLAIN = new Set(
  `$schema $id $ref $dynamicRef $comment type enum const default examples title description format
  pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems
  maxItems uniqueItems minContains maxContains minProperties maxProperties required dependentRequired
  readOnly writeOnly contentEncoding contentMediaType`.split(/\s+/),
)

/** Keywords that hold a schema, or a list of them. */
const INNER = new Set(
  `items additionalItems contains additionalProperties propertyNames unevaluatedItems
  unevaluatedProperties allOf anyOf oneOf not if then else`.split(/\s+/),
)

/** Keywords of a list with a meaning for each place: filled in as JSON, which the library must not begin. */
const PLACES = ['prefixItems', 'items', 'additionalItems', 'minItems']

/** Keywords that hold schemas by name. */
const NAMED = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
])

/**
 * Leaves out of a JSON Schema what is no keyword of 2020-12 (`x-order`, `enumNames`, `nullable`): the
 * form library breaks on a keyword that it does not know.
 */
export function knownKeywords(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(knownKeywords)
  if (!isRecord(schema)) return schema

  const left = 'prefixItems' in schema ? PLACES : []
  const entries = Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
    if (left.includes(key)) return []
    if (PLAIN.has(key)) return [[key, value]]
    if (INNER.has(key)) return [[key, knownKeywords(value)]]
    if (NAMED.has(key) && isRecord(value)) return [[key, knownKeywordsOfEach(value)]]
    return []
  })
  return Object.fromEntries(entries)
}

function knownKeywordsOfEach(schemas: Record<string, unknown>): Record<string, unknown> {
  const known = Object.entries(schemas).map(([name, schema]) => [name, knownKeywords(schema)])
  return Object.fromEntries(known)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
