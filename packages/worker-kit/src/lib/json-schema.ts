import { fail, ok, type Result } from '@toolgraph/errors'
import * as z from 'zod'
// By way of `z.core` a bundle would hold all of it.
import { $ZodAsyncError } from 'zod/v4/core'

/** A JSON Schema 2020-12 of an object. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Formats whose pattern says nothing more; without it a generated form can show a better widget. */
const FORMATS_THAT_SAY_ALL = new Set(['date-time', 'date', 'time', 'email', 'uuid', 'uri'])

/**
 * Turns a zod schema into the JSON Schema that callers see.
 *
 * @param what Whose it is, to begin a sentence with: `The input of tool "add"`
 * @throws TypeError For what is no object, or what JSON cannot say
 */
export function toJsonSchema(
  schema: z.ZodObject,
  io: 'input' | 'output',
  what: string,
): JsonSchema {
  assertObject(schema, what)
  try {
    return convert(schema, { io })
  } catch (cause) {
    throw new TypeError(`${what} ${toReason(schema, io, cause)}`, { cause })
  }
}

/** Turns a schema of text on the wire into JSON Schema, whatever it makes of the text. */
export function toTextSchema(schema: z.ZodObject): JsonSchema {
  return convert(schema, { io: 'input', unrepresentable: 'any' })
}

/**
 * Asserts that a schema is one of an object: an author's plain JavaScript no compiler has read.
 *
 * @throws TypeError When it is none
 */
export function assertObject(schema: unknown, what: string): asserts schema is z.ZodObject {
  if (schema instanceof z.ZodObject) return
  throw new TypeError(
    `${what} must be z.object({ … }) of zod 4: a list, a choice or a transformation goes into a field of it`,
  )
}

function convert(
  schema: z.ZodObject,
  parameters: Pick<z.core.ToJSONSchemaParams, 'io' | 'unrepresentable'>,
): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    ...parameters,
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      if (FORMATS_THAT_SAY_ALL.has(jsonSchema.format ?? '')) delete jsonSchema.pattern
      // What every integer of JavaScript keeps to is no bound of the author's.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    },
  })
  return json
}

/** What JSON has no word for, and what an author writes instead. */
const UNSAYABLE: Readonly<Record<string, string>> = {
  date: 'use z.iso.datetime(), and new Date(…) in the handler',
  bigint: 'use z.int(), or z.string() for more digits',
  set: 'use z.array(…)',
  map: 'use z.record(…)',
  transform: 'say what it gives, as in .transform(…).pipe(z.string())',
  custom: 'use what JSON has',
  undefined: 'use .optional()',
  symbol: 'use z.string()',
  nan: 'use z.number()',
  function: 'use what JSON has',
}

/** Says which field it is, which the converter does not. */
function toReason(schema: z.ZodObject, io: 'input' | 'output', cause: unknown): string {
  let reason = `has no form in JSON: ${cause instanceof Error ? cause.message : String(cause)}`
  z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, path }) => {
      const { type } = zodSchema._zod.def
      const instead = UNSAYABLE[type]
      if (instead === undefined) return
      reason = `has "${toField(path)}" of the type ${type}, which JSON cannot say: ${instead}`
    },
  })
  return reason
}

/** The names along a path of JSON Schema, with dots. */
function toField(path: readonly (string | number)[]): string {
  return path.filter((_step, at) => path[at - 1] === 'properties').join('.')
}

/**
 * Refuses fields that a schema does not name, unless its author said otherwise. An agent that
 * misspells an optional argument learns it instead of getting a wrong result.
 *
 * @param what As for `toJsonSchema`
 * @throws TypeError For what is no object
 */
export function toStrict<schema extends z.ZodObject>(schema: schema, what: string): schema {
  assertObject(schema, what)
  // The same object, but for the keys that it lets through.
  return (schema.def.catchall === undefined ? schema.strict() : schema) as schema
}

/** What does not fit, one line a place: for a person, an agent and a form. */
export interface Issue {
  /** The place, with dots: `guests.0.name`; empty for the whole. */
  path: string
  message: string
}

const MAX_ISSUES = 10

/** For `check`: "received undefined" is no word for a person who left a field empty. */
export const inPlainWords: z.core.ParseContext<z.core.$ZodIssue> = {
  error: ({ code, input }) =>
    code === 'invalid_type' && input === undefined ? 'is required' : undefined,
}

/**
 * Checks a value against a schema.
 *
 * @throws TypeError For a schema that waits: what is sent is checked at once
 */
export function check<schema extends z.ZodType>(
  schema: schema,
  value: unknown,
  words?: z.core.ParseContext<z.core.$ZodIssue>,
): Result<z.output<schema>, Issue[]> {
  try {
    const parsed = schema.safeParse(value, words)
    return parsed.success ? ok(parsed.data) : fail(toIssues(parsed.error))
  } catch (cause) {
    if (!(cause instanceof $ZodAsyncError)) throw cause
    throw new TypeError('A schema cannot wait: check it in the handler, and throw a ToolError', {
      cause,
    })
  }
}

/** Says what did not fit. */
export function toIssues(error: z.ZodError): Issue[] {
  return error.issues
    .slice(0, MAX_ISSUES)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
}

/** All issues in one line. */
export function toSentence(issues: readonly Issue[]): string {
  return issues
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ')
}
