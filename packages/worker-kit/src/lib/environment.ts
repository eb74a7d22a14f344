import { CodedError } from '@toolgraph/errors'
import type * as z from 'zod'
import { assertObject } from './json-schema.ts'

/** The environment is not what the worker's schema asks for. Names variables, never a value. */
export class EnvironmentError extends CodedError<'ERR_ENVIRONMENT_INVALID'> {
  override readonly name = 'EnvironmentError'

  /** @param problems One phrase a variable: `API_KEY is missing` */
  constructor(problems: readonly string[]) {
    super('ERR_ENVIRONMENT_INVALID', `Cannot use the environment: ${problems.join('; ')}`)
  }
}

/** Turns what the platform hands in into what tools read. */
export interface EnvironmentReader<env, bindings> {
  /**
   * Reads all of it.
   *
   * @throws EnvironmentError Naming every variable that is missing or wrong
   */
  read(given: bindings): env
  /** Reads what is sound; what is not is left out. For a manifest, which needs an address and no secret. */
  readSome(given: bindings): env
}

/**
 * Creates the reader of a worker. With a schema, each environment object is checked once, and tools
 * see only what the schema names; without one, it arrives as it is.
 *
 * @throws TypeError For a schema that is no object's
 */
export function createEnvironmentReader<env, bindings>(
  schema: z.ZodObject | undefined,
): EnvironmentReader<env, bindings> {
  if (schema === undefined) {
    // Nothing to go by but the author's word: without a schema, `bindings` is `env`.
    const asItIs = (given: bindings) => given as unknown as env
    return { read: asItIs, readSome: asItIs }
  }
  assertObject(schema, 'The environment')
  const known = new WeakMap<object, env>()
  return {
    read(given) {
      const source: object = Object(given)
      // What passes the schema has the type of its output.
      const env = known.get(source) ?? (parse(schema, { ...source }) as env)
      known.set(source, env)
      return env
    },
    readSome: (given) => parseSome(schema, { ...Object(given) }) as env,
  }
}

function parseSome(schema: z.ZodObject, source: Readonly<Record<string, unknown>>): object {
  const sound = Object.entries(schema.shape).flatMap(([name, field]) => {
    const result = tryParse(field, source[name])
    return result?.success ? [[name, result.data]] : []
  })
  return Object.fromEntries(sound)
}

/** @throws EnvironmentError Naming every variable that is missing or wrong */
function parse(schema: z.ZodObject, source: Readonly<Record<string, unknown>>): unknown {
  const result = tryParse(schema, source)
  if (result?.success) return result.data
  if (result !== undefined) throw new EnvironmentError(toProblems(result.error.issues, source))

  // Some field's own code threw, perhaps with a value in its words: say only which field.
  const broken = Object.entries(schema.shape).filter(
    ([name, field]) => !tryParse(field, source[name])?.success,
  )
  throw new EnvironmentError(broken.map(([name]) => toProblem(name, undefined, source)))
}

function tryParse(schema: z.core.$ZodType & Pick<z.ZodType, 'safeParse'>, value: unknown) {
  try {
    return schema.safeParse(value)
  } catch {
    return undefined
  }
}

function toProblems(issues: readonly z.core.$ZodIssue[], source: Record<string, unknown>) {
  const first = new Map<string, z.core.$ZodIssue>()
  for (const issue of issues) {
    const name = String(issue.path[0] ?? '')
    if (!first.has(name)) first.set(name, issue)
  }
  return [...first].map(([name, issue]) => toProblem(name, issue, source))
}

function toProblem(
  name: string,
  issue: z.core.$ZodIssue | undefined,
  source: Record<string, unknown>,
): string {
  if (name === '') return 'its variables do not fit together'
  if (source[name] === undefined) return `${name} is missing`
  const isWhole = issue !== undefined && issue.path.length === 1
  return `${name} ${isWhole ? toWords(issue) : 'is not valid'}`
}

/** Our own words: those of a schema's author may repeat the value. */
function toWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be of the type ${issue.expected}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return issue.format === 'regex' ? 'has not the right form' : `must be a valid ${issue.format}`
    case 'too_small':
      return issue.origin === 'string'
        ? `must have at least ${issue.minimum} characters`
        : `must be at least ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`
    default:
      return 'is not valid'
  }
}
