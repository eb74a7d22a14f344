import type { Schema } from '@cfworker/json-schema'
import july from '../../schemas/2025-07-09.json' with { type: 'json' }
import earlySeptember from '../../schemas/2025-09-16.json' with { type: 'json' }
import september from '../../schemas/2025-09-29.json' with { type: 'json' }
import earlyOctober from '../../schemas/2025-10-11.json' with { type: 'json' }
import october from '../../schemas/2025-10-17.json' with { type: 'json' }
import december from '../../schemas/2025-12-11.json' with { type: 'json' }
import type { Finding } from './issue.ts'
import { createSchemaCheck, type SchemaCheck } from './schema-check.ts'

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
const checks = new Map<string, SchemaCheck>()

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
 * Says what is wrong with a value against one published schema alone.
 *
 * @param url One of `SCHEMA_URLS`
 * @throws TypeError When there is no such schema
 */
export function findAgainst(url: string, value: unknown): Finding[] {
  const known = checks.get(url)
  if (known) return known(value)
  const schema = SCHEMAS.get(url)
  if (!schema) throw new TypeError(`There is no published schema "${url}"`)
  const check = createSchemaCheck(schema, '7')
  checks.set(url, check)
  return check(value)
}
