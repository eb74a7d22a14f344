import type { TestGraph } from './graph-fixture.ts'

/** A request of REST or of the registry API. */
export interface HttpRequest {
  method: string
  path: string
  body?: unknown
}

interface Parameter {
  name: string
  in: string
}
interface Operation {
  parameters?: readonly Parameter[]
  requestBody?: unknown
}
type Document = { paths: Record<string, Record<string, Operation>> }

/**
 * Writes every request that an OpenAPI document describes, with each of these words in each place that takes one.
 * Publishing is left out: a name that nobody has is anybody's to take.
 */
export function everyRequest({ paths }: Document, words: readonly string[]): HttpRequest[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => METHODS.includes(method) && !PUBLISHING.test(`${method} ${path}`))
      .flatMap(([method, operation]) =>
        words.flatMap((word) => requestsOf({ path, method, operation }, word)),
      ),
  )
}

const PUBLISHING = /^post .*\/(?:publish|registry\/servers)$/
const METHODS = ['get', 'post', 'put', 'patch', 'delete']

function requestsOf(
  { path, method, operation }: { path: string; method: string; operation: Operation },
  word: string,
): HttpRequest[] {
  const filled = path
    .replaceAll(/\{version\}/g, '1.2.3')
    .replaceAll(/\{[^}]+\}/g, encodeURIComponent(word))
  const body = operation.requestBody ? { body: { ...BODY, serverId: word, name: word } } : {}
  const request = { method: method.toUpperCase(), path: filled, ...body }
  const inQuery = (operation.parameters ?? []).filter((each) => each.in === 'query')
  const asked = inQuery.map(({ name }) => {
    const separator = filled.includes('?') ? '&' : '?'
    return { ...request, path: `${filled}${separator}${name}=${encodeURIComponent(word)}` }
  })
  return filled === path && asked.length > 0 ? asked : [request, ...asked]
}

/** What a change of a version's status, or its record, would be. */
const BODY = { status: 'deleted', version: '1.2.3', description: 'Taken over', statusMessage: 'x' }

/** Every tool of a graph's own MCP server but the one that publishes, with each of these words in each argument that takes one. */
export async function everyToolCall(
  graph: TestGraph,
  as: string | undefined,
  words: readonly string[],
): Promise<{ name: string; args: Record<string, unknown> }[]> {
  const session = await graph.mcp(as)
  const { tools } = await session.listTools()
  await session.close()
  const others = tools.filter(({ name }) => name !== 'register_server')
  return others.flatMap(({ name, inputSchema }) => {
    const { properties = {}, required = [] }: Schema = Object(inputSchema)
    const takesWord = (key: string) => TEXT.test(JSON.stringify(properties[key]))
    return Object.keys(properties)
      .filter(takesWord)
      .flatMap((key) =>
        words.map((word) => {
          const needed = required.map((each) => [each, toValue(properties[each], word)])
          return {
            name,
            args: { ...Object.fromEntries(needed), [key]: toValue(properties[key], word) },
          }
        }),
      )
  })
}

interface Schema {
  properties?: Record<string, unknown>
  required?: string[]
}

const TEXT = /"type":"string"/

function toValue(schema: unknown, word: string): unknown {
  const { type }: { type?: unknown } = Object(schema)
  return type === 'array' ? [word] : word
}
