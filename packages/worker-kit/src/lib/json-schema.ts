import * as z from 'zod'

/** A JSON Schema 2020-12 of an object. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Formats whose pattern says nothing more; without it a generated form can show a better widget. */
const FORMATS_THAT_SAY_ALL = new Set(['date-time', 'date', 'time', 'email', 'uuid', 'uri'])

/** Turns a zod schema into the JSON Schema that callers see. */
export function toJsonSchema(schema: z.ZodObject, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
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

/**
 * Refuses fields that a schema does not name, unless its author said otherwise. An agent that
 * misspells an optional argument learns it instead of getting a wrong result.
 */
export function toStrict(schema: z.ZodObject): z.ZodObject {
  return schema.def.catchall === undefined ? schema.strict() : schema
}

/** What does not fit, one line a place: for a person, an agent and a form. */
export interface Issue {
  /** The place, with dots: `guests.0.name`; empty for the whole. */
  path: string
  message: string
}

const MAX_ISSUES = 10

/** For `safeParse`: "received undefined" is no word for a person who left a field empty. */
export const inPlainWords: z.core.ParseContext<z.core.$ZodIssue> = {
  error: ({ code, input }) =>
    code === 'invalid_type' && input === undefined ? 'is required' : undefined,
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
