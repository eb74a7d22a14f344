import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema'
import type { Fault } from './errors.ts'
import type { Answers } from './form.ts'
import type { FormSchema } from './form-schema.ts'

const MAX_ANSWERS_CHARACTERS = 32_768

/** Says that something inside is wrong; what that is follows. */
const OUTER: readonly string[] = ['properties', 'items', 'additionalProperties']

/** Checks answers against a form: what is wrong, one fault a field, and how to mend it. Pure. */
export function checkAnswers(schema: FormSchema, answers: Answers): Fault[] {
  if (JSON.stringify(answers).length > MAX_ANSWERS_CHARACTERS)
    return [
      { path: '', message: `the answers are longer than ${MAX_ANSWERS_CHARACTERS} characters` },
    ]
  if (!isStorable(answers))
    return [
      {
        path: '',
        message: 'an answer has a character that no text can hold (NUL, or half of one)',
      },
    ]

  // All faults at once, so that one more try is enough.
  // A form's schema is JSON Schema; the two types differ in what may be undefined.
  const { errors } = new Validator(schema as Schema, '2020-12', false).validate(answers)
  const faults = errors
    .filter(({ keyword }) => !OUTER.includes(keyword))
    .map((error) => toFault(schema, error))
  const paths = faults.map(({ path }) => path)
  return faults.filter(({ path }, index) => paths.indexOf(path) === index)
}

/** Postgres keeps no NUL and no half characters. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(isStorable)
}

function toFault(schema: FormSchema, error: OutputUnit): Fault {
  const place = toNames(error.instanceLocation)
  if (error.keyword !== 'required')
    return { path: place.join('.'), message: toWords(error.keyword, bound(schema, error)) }
  // The name of a field, which has only letters, digits and _.
  const [, name = ''] = /"(\w+)"/.exec(error.error) ?? []
  return { path: [...place, name].join('.'), message: 'is required' }
}

/** What the form says at a place: `minimum` of `#/properties/age/minimum`. */
function bound(schema: FormSchema, { keywordLocation }: OutputUnit): unknown {
  return toNames(keywordLocation).reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined,
    schema,
  )
}

/** RFC 6901: the names in a JSON pointer. */
function toNames(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => decodeURI(name).replaceAll('~1', '/').replaceAll('~0', '~'))
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'must be text',
  number: 'must be a number',
  integer: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be a group of fields',
}

const FORMATS: Readonly<Record<string, string>> = {
  date: 'must be a date like 2026-12-01',
  'date-time': 'must be a date and time with a zone like 2026-12-01T09:00:00Z',
  time: 'must be a time with a zone like 09:00:00Z',
  email: 'must be an email address',
  uri: 'must be an address like https://example.com',
  uuid: 'must be a UUID',
}

/** A sentence of our own: the words of the form's author would be instructions to an agent. */
function toWords(keyword: string, value: unknown): string {
  const words: Readonly<Record<string, string | undefined>> = {
    false: 'is no field of this form; get_form shows those that there are',
    type: TYPES[String(value)],
    format: FORMATS[String(value)],
    enum: 'must be one of the choices that get_form shows',
    minLength: `must have at least ${value} characters`,
    maxLength: `must have at most ${value} characters`,
    minimum: `must be at least ${value}`,
    maximum: `must be at most ${value}`,
    minItems: `must have at least ${value} items`,
    maxItems: `must have at most ${value} items`,
    uniqueItems: 'must not have an item twice',
  }
  return words[keyword] ?? 'does not fit; get_form shows what does'
}
