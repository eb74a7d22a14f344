import type { CallToolResult } from '@modelcontextprotocol/client'
import type { ToolOutput } from './registered-tool.ts'
import type { ContentBlock } from './tool.ts'
import { resultSchemas } from './wire-schemas.ts'

/**
 * Asserts that the protocol can carry an output: a handler that makes content blocks itself may have
 * made them wrong. What the kit makes of text and data is right as it is.
 *
 * @throws TypeError When it is no result of a tool
 */
export function assertWireOutput(output: ToolOutput): void {
  if (!isPlain(output)) parseResult(toResult(output))
}

/** The result of a tool that has answered; content blocks lose what the protocol does not name. */
export function toWireOutput(output: ToolOutput): CallToolResult {
  const result = toResult(output)
  return isPlain(output) ? result : parseResult(result)
}

function toResult({ content, data }: ToolOutput) {
  return {
    content: content.map((block) => ({ ...block })),
    ...(data === undefined ? {} : { structuredContent: isPlainObject(data) ? data : inJson(data) }),
  }
}

/** What is an object of a class here is plain data, or none, on the wire. */
function inJson(data: object): unknown {
  const plain: unknown = JSON.parse(JSON.stringify(data))
  const isObject = typeof plain === 'object' && plain !== null && !Array.isArray(plain)
  // A `Map` or a `Response` would be an empty object, and nobody would know why.
  if (isObject && Object.keys(plain).length > 0) return plain
  const what = Object.prototype.toString.call(data)
  throw new TypeError(`What a tool returned has nothing in it for JSON: it is ${what}`)
}

function isPlain({ content, data }: ToolOutput): boolean {
  return content.every(isPlainText) && (data === undefined || isPlainObject(data))
}

function parseResult(result: unknown): CallToolResult {
  const parsed = resultSchemas.tool.safeParse(result)
  if (!parsed.success) throw new TypeError('What a tool returned cannot be the result of a tool')
  return parsed.data as CallToolResult
}

function isPlainText(block: ContentBlock): boolean {
  if (block.type !== 'text' || typeof block.text !== 'string') return false
  return Object.keys(block).length === 2
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
