import type { Finding, ServerJsonIssue } from './issue.ts'
import { CURRENT_SCHEMA, findAgainst, findSchema } from './schemas.ts'
import { findSemantic } from './semantic-findings.ts'
import { serverJsonSchema } from './server-json-schema.ts'

/** What `validateServerJson` found, in the form of the registry API's `POST /validate`. */
export interface ServerJsonVerdict {
  /** Whether a registry takes it: there is no issue of severity `error`. */
  readonly valid: boolean
  readonly issues: readonly ServerJsonIssue[]
}

/**
 * Says all that is wrong with a `server.json`: against the schema that it names itself, then by the registry's
 * semantic rules (name, version, addresses, arguments, variables).
 *
 * Pure: no I/O, no clock.
 */
export function validateServerJson(value: unknown): ServerJsonVerdict {
  const server = toJson(value)
  if (typeof server !== 'object' || server === null || Array.isArray(server))
    return toVerdict([
      toIssue('json', { path: '', message: 'must be a JSON object', reference: 'not-an-object' }),
    ])
  return toVerdict([
    ...checkSchema(server),
    ...findSemantic(serverJsonSchema.parse(server)).map((found) => toIssue('semantic', found)),
  ])
}

/** As it goes over the wire; what is nested too deeply to be written is nothing. */
function toJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null')
  } catch {
    return undefined
  }
}

function checkSchema(value: object): ServerJsonIssue[] {
  const named = '$schema' in value ? value.$schema : undefined
  const url = typeof named === 'string' && named !== '' ? findSchema(named) : undefined
  const issues = findAgainst(url ?? CURRENT_SCHEMA, value).map((found) => toIssue('schema', found))
  const fault = describeSchemaFault(named, url)
  return fault ? [fault, ...issues] : issues
}

function describeSchemaFault(named: unknown, url: string | undefined): ServerJsonIssue | undefined {
  const path = '$schema'
  if (named === undefined || named === '') {
    const message = `must name the schema: "${CURRENT_SCHEMA}"`
    return toIssue('schema', { path, message, reference: 'schema-field-required' })
  }
  if (url === undefined) {
    const message = `must be the address of a published schema, such as "${CURRENT_SCHEMA}"`
    return toIssue('schema', { path, message, reference: 'schema-version-unsupported' })
  }
  if (url === CURRENT_SCHEMA) return undefined
  const message = `names an older schema; the current one is "${CURRENT_SCHEMA}"`
  return toIssue('schema', { path, message, reference: 'schema-version-deprecated' }, 'warning')
}

function toIssue(
  type: ServerJsonIssue['type'],
  found: Finding,
  severity: ServerJsonIssue['severity'] = 'error',
): ServerJsonIssue {
  return { type, ...found, severity }
}

function toVerdict(issues: readonly ServerJsonIssue[]): ServerJsonVerdict {
  return { valid: issues.every(({ severity }) => severity !== 'error'), issues }
}
