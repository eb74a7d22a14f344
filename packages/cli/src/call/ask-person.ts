import type { InputAnswer, InputRequest } from '@toolgraph/mcp-client'
import { CliError } from '../lib/cli-error.ts'
import { printable } from '../lib/terminal.ts'
import type { World } from '../lib/world.ts'

type Ask = NonNullable<World['ask']>
type Answers = NonNullable<InputAnswer['content']>
type Schema = Readonly<Record<string, unknown>>

/**
 * Puts a tool's question to the person at the terminal. An empty line leaves a field out; where the tool needs it, it
 * declines.
 *
 * @throws CliError When nobody sits at a terminal, or it is no question for a terminal
 */
export async function askPerson(
  { method, params }: InputRequest,
  { ask, stderr }: Pick<World, 'ask' | 'stderr'>,
): Promise<InputAnswer> {
  const message = printable(String(params['message'] ?? ''))
  if (method !== 'elicitation/create' || params['requestedSchema'] === undefined)
    throw new CliError(
      'ERR_QUESTION_UNKNOWN',
      `Cannot answer the tool: it asks by "${printable(method)}" for what cannot be said at a terminal; call it from an application that can`,
    )
  if (ask === undefined)
    throw new CliError(
      'ERR_NOBODY_TO_ASK',
      `Cannot answer the tool, which asks "${message}": nobody sits at a terminal here; run the command in one`,
    )
  stderr(`The server asks: ${message}\n`)
  const schema = asSchema(params['requestedSchema'])
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const content: Answers = {}
  for (const [name, property] of Object.entries(asSchema(schema['properties']))) {
    const field = toField(name, asSchema(property), required.includes(name))
    const value = await askField(field, ask, stderr)
    if (value === undefined && field.isRequired) return { action: 'decline' }
    if (value !== undefined) content[name] = value
  }
  return { action: 'accept', content }
}

interface Field {
  label: string
  schema: Schema
  isRequired: boolean
}

function toField(name: string, schema: Schema, isNeeded: boolean): Field {
  const { title, description, default: fallback } = schema
  const label = [title ?? name, description && `(${String(description)})`, choicesOf(schema)]
    .filter(Boolean)
    .map(String)
    .join(' ')
  return { label: printable(label), schema, isRequired: isNeeded && fallback === undefined }
}

/** Asks until the line fits. */
async function askField(
  field: Field,
  ask: Ask,
  stderr: World['stderr'],
): Promise<Answers[string] | undefined> {
  const { label, schema } = field
  const { default: fallback } = schema
  const hint = fallback === undefined ? '' : ` [${printable(String(fallback))}]`
  for (;;) {
    const line = (await ask(`  ${label}${hint}: `)).trim()
    // A field left alone keeps its default (SEP-1034).
    if (line === '') return fallback as Answers[string] | undefined
    const value = readLine(line, schema)
    if (value !== undefined) return value
    stderr(`  That does not fit: ${wantedOf(schema)}\n`)
  }
}

function readLine(line: string, schema: Schema): Answers[string] | undefined {
  const options = optionsOf(schema)
  switch (schema['type']) {
    case 'boolean':
      if (/^(?:y|yes|true)$/i.test(line)) return true
      return /^(?:n|no|false)$/i.test(line) ? false : undefined
    case 'number':
    case 'integer': {
      const value = Number(line)
      const fits = schema['type'] === 'integer' ? Number.isInteger(value) : Number.isFinite(value)
      return fits ? value : undefined
    }
    case 'array': {
      const items = line.split(',').map((item) => item.trim())
      const known = optionsOf(asSchema(schema['items']))
      return items.every((item) => known.length === 0 || known.includes(item)) ? items : undefined
    }
    default:
      return options.length === 0 || options.includes(line) ? line : undefined
  }
}

function wantedOf(schema: Schema): string {
  if (schema['type'] === 'boolean') return 'answer yes or no'
  if (schema['type'] === 'array') return `give some of ${choicesOf(schema)}, with commas`
  return choicesOf(schema) === '' ? `give a ${String(schema['type'])}` : `give ${choicesOf(schema)}`
}

function choicesOf(schema: Schema): string {
  if (schema['type'] === 'boolean') return '(y/n)'
  const options = [...optionsOf(schema), ...optionsOf(asSchema(schema['items']))]
  return options.length === 0 ? '' : `{${options.join(' | ')}}`
}

/** The values of an enumeration, in either form of the protocol. */
function optionsOf({ enum: values, oneOf, anyOf }: Schema): string[] {
  if (Array.isArray(values)) return values.map(String)
  const titled = [oneOf, anyOf].find(Array.isArray) ?? []
  return titled.map((choice) => String(asSchema(choice)['const']))
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
