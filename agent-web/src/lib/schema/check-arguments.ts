import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema'

/** One thing in the arguments that the schema does not allow. */
export interface ArgumentFailure {
  /** A JSON pointer into the arguments, as `#/room/name`. */
  location: string
  /** The keyword of JSON Schema that failed. */
  keyword: string
  /** The bound that was crossed, where the keyword has one. */
  bound: string | undefined
  /** The name of the property that is missing (keyword `required`). */
  property: string | undefined
}

/** These only repeat that something below them failed. */
const WRAPPERS = new Set([
  '$ref',
  '$recursiveRef',
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'prefixItems',
  'additionalItems',
  'allOf',
  'if',
  'then',
  'else',
  'dependentSchemas',
  'dependencies',
])

/**
 * Checks a tool's arguments against its input schema (JSON Schema 2020-12). A schema that cannot be
 * used (an address as `$ref`, a broken pattern) finds nothing: the server has the last word anyway.
 */
export function checkArguments(schema: unknown, value: unknown): ArgumentFailure[] {
  if (typeof schema !== 'object' || schema === null) return []

  try {
    const plain: Schema = structuredClone(schema)
    return toFailures(new Validator(plain, '2020-12', false).validate(value).errors)
  } catch {
    return []
  }
}

function toFailures(units: OutputUnit[]): ArgumentFailure[] {
  const unions = units.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  const isInsideUnion = (unit: OutputUnit) =>
    unions.some(({ keywordLocation }) => unit.keywordLocation.startsWith(`${keywordLocation}/`))

  return units
    .filter((unit) => !WRAPPERS.has(unit.keyword) && !isInsideUnion(unit))
    .map((unit) => ({
      location: unit.instanceLocation,
      keyword: unit.keyword,
      bound: unit.error.match(/(-?\d+(?:\.\d+)?)[^\d]*$/)?.[1],
      property: unit.keyword === 'required' ? unit.error.match(/property "(.*)"/)?.[1] : undefined,
    }))
}
