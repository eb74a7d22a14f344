import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema'
import july from '../../schemas/2025-07-09.json' with { type: 'json' }
import earlySeptember from '../../schemas/2025-09-16.json' with { type: 'json' }
import september from '../../schemas/2025-09-29.json' with { type: 'json' }
import earlyOctober from '../../schemas/2025-10-11.json' with { type: 'json' }
import october from '../../schemas/2025-10-17.json' with { type: 'json' }
import december from '../../schemas/2025-12-11.json' with { type: 'json' }

/** The address of the schema that `server.json` files are written by today. */
export const CURRENT_SCHEMA = december.$id

const SCHEMAS = new Map<string, Schema>(
  [july, earlySeptember, september, earlyOctober, october, december].map((schema) => [
    schema.$id,
    schema,
  ]),
)

/** The addresses of all schemas that were ever published, oldest first. */
export const SCHEMA_URLS: readonly string[] = [...SCHEMAS.keys()]

/** Made once each: a schema is the same for everybody. */
const validators = new Map<string, Validator>()

/**
 * Finds the published schema that a `$schema` names; a fragment (`#/definitions/ServerDetail`) is passed over.
 *
 * @returns Its address, or `undefined` when none of that address was published
 */
export function findSchema(url: string): string | undefined {
  const [address = ''] = url.split('#')
  return SCHEMAS.has(address) ? address : undefined
}

/**
 * Checks a value against one published schema, by interpretation: no code is made, so that Workers can do it.
 *
 * @param url One of `SCHEMA_URLS`
 * @throws TypeError When there is no such schema
 */
export function checkAgainst(
  url: string,
  value: unknown,
): { valid: boolean; errors: OutputUnit[] } {
  return validatorOf(url).validate(value)
}

function validatorOf(url: string): Validator {
  const known = validators.get(url)
  if (known) return known
  const schema = SCHEMAS.get(url)
  if (!schema) throw new TypeError(`There is no published schema "${url}"`)
  const validator = new Validator(schema, '7', false)
  validators.set(url, validator)
  return validator
}
