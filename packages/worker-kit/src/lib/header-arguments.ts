import { decodeHeader } from './inbound.ts'
import type { JsonSchema } from './json-schema.ts'

/** An argument that stands in a header too (SEP-2243). */
interface HeaderArgument {
  path: readonly string[]
  header: string
  isNumber: boolean
}

const KEYWORD = 'x-mcp-header'
const TYPES = new Set(['string', 'integer', 'number', 'boolean'])

/** The characters of a header's name (RFC 9110 §5.6.2). */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/

/** Finds the arguments of a tool that stand in headers too. */
export function readHeaderArguments(schema: JsonSchema): HeaderArgument[] {
  const found: HeaderArgument[] = []
  const visit = ({ properties }: JsonSchema, path: readonly string[]): void => {
    for (const [name, property] of Object.entries(Object(properties))) {
      const child: JsonSchema = Object(property)
      const header = child[KEYWORD]
      const type = child['type']
      if (typeof header === 'string' && TOKEN.test(header) && TYPES.has(String(type))) {
        found.push({
          path: [...path, name],
          header,
          isNumber: type === 'integer' || type === 'number',
        })
      }
      visit(child, [...path, name])
    }
  }
  visit(schema, [])
  return found
}

/** What is wrong with the headers of a call. */
export function checkHeaderArguments(
  known: readonly HeaderArgument[],
  args: unknown,
  headers: Headers,
): string | undefined {
  for (const { path, header, isNumber } of known) {
    const value = path.reduce<unknown>((at, name) => Object(at)[name], args)
    const text = toText(value)
    if (text === undefined) continue
    const name = `Mcp-Param-${header}`
    const sent = headers.get(name)
    if (sent === null) return `${name} is missing`
    const decoded = decodeHeader(sent)
    if (decoded === undefined) return `${name} cannot be decoded`
    const isSame = isNumber && DECIMAL.test(decoded) ? Number(decoded) === value : decoded === text
    if (!isSame) return `the body has another value than ${name}`
  }
  return undefined
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value)
  return typeof value === 'number' && !Number.isInteger(value) && Number.isFinite(value)
    ? String(value)
    : undefined
}
