import type { ServerTool } from '@toolgraph/mcp-client'
import { CliError } from '../lib/cli-error.ts'

/** The arguments of a call, as the shell gave them. */
export interface ShellArgs {
  /** `key=value`, each. */
  pairs: readonly string[]
  /** A whole JSON object. */
  json?: string | undefined
}

type Schema = Readonly<Record<string, unknown>>

/**
 * Reads the arguments of a call; a value is turned into what the tool's schema asks for.
 *
 * Pure: no I/O, no clock.
 *
 * @throws CliError When they cannot be read
 */
export function readArgs({ pairs, json }: ShellArgs, tool: ServerTool): Record<string, unknown> {
  const args: Record<string, unknown> = json === undefined ? {} : readObject(json)
  const given = new Map<string, string[]>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) throw unreadable(`"${pair}" is not key=value`)
    const key = pair.slice(0, at)
    given.set(key, [...(given.get(key) ?? []), pair.slice(at + 1)])
  }
  const properties = asSchema(tool.inputSchema['properties'])
  for (const [key, texts] of given) args[key] = readValue(key, texts, asSchema(properties[key]))
  return args
}

function readValue(key: string, texts: readonly string[], schema: Schema): unknown {
  const types = typesOf(schema)
  const [text = '', ...more] = texts
  // A list may be given as JSON, or item by item: tag=a tag=b.
  if (types.has('array') && !text.startsWith('['))
    return texts.map((item) => readValue(key, [item], asSchema(schema['items'])))
  if (more.length > 0) throw unreadable(`"${key}" stands there more than once, and is no list`)
  if (types.has('string') || types.size === 0) return text
  return readJson(text, `"${key}" must be ${[...types].join(' or ')}, and "${text}" is not`)
}

/** The types that a schema allows; none where it does not say. */
function typesOf(schema: Schema): ReadonlySet<string> {
  const own = [schema['type']].flat().filter((type) => typeof type === 'string')
  const values = Array.isArray(schema['enum']) ? schema['enum'] : []
  const branches = [schema['anyOf'], schema['oneOf']].flatMap((list) =>
    Array.isArray(list) ? list : [],
  )
  return new Set([
    ...own,
    ...values.map((value) => typeof value),
    ...branches.flatMap((branch) => [...typesOf(asSchema(branch))]),
  ])
}

function readObject(text: string): Record<string, unknown> {
  const value = readJson(text, '--args is not a JSON object')
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw unreadable('--args is not a JSON object')
}

function readJson(text: string, obstacle: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unreadable(obstacle, cause)
  }
}

function unreadable(obstacle: string, cause?: unknown): CliError {
  return new CliError(
    'ERR_BAD_ARGUMENTS',
    `Cannot read the arguments: ${obstacle}; write key=value …, or --args '{ "key": … }'`,
    { cause },
  )
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
