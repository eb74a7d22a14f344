import { fail, ok, type Result } from '@toolgraph/errors'
import type * as z from 'zod'
import type { Callable } from './callable.ts'
import { assertIcons, type Icon } from './icon.ts'
import {
  check,
  inPlainWords,
  toJsonSchema,
  toStrict,
  type Issue,
  type JsonSchema,
} from './json-schema.ts'
import type {
  ToolContent,
  ToolContext,
  ToolDefinition,
  ToolHints,
  ToolTranslation,
} from './tool.ts'
import { assertWireOutput } from './wire-output.ts'

/** What a worker knows of a tool: its types are inside the closures, so tools fit one list. */
export interface RegisteredTool<env> extends Callable<ToolContext<env>, ToolOutput> {
  readonly title?: string
  readonly description?: string
  readonly inputSchema: JsonSchema
  readonly outputSchema?: JsonSchema
  /** Absent where plain JavaScript left them out. */
  readonly annotations?: ToolHints
  readonly icons?: readonly Icon[]
  readonly translations: Readonly<Record<string, ToolTranslation>>
}

/** What a tool answered: content blocks, and data where there is any. */
export interface ToolOutput extends ToolContent {
  readonly data?: Record<string, unknown>
}

/** A definition as it comes from an author whose code no compiler has read. */
type UncheckedTool<
  name extends string,
  input extends z.ZodObject,
  output extends z.ZodObject | undefined,
  env,
> = Omit<ToolDefinition<name, input, output, env>, 'annotations'> & { annotations?: ToolHints }

/** MCP: 1 to 128 characters. */
const TOOL_NAME = /^[A-Za-z0-9_.-]{1,128}$/

/**
 * Turns a definition into what a worker serves.
 *
 * @throws TypeError For a name that MCP does not allow, a schema that JSON Schema cannot say, or an
 * icon that a client cannot show
 */
export function registerTool<
  name extends string,
  input extends z.ZodObject,
  output extends z.ZodObject | undefined,
  env,
>(definition: UncheckedTool<name, input, output, env>): RegisteredTool<env> {
  const { name, input, output, run, annotations, icons } = definition
  const { scopes = [], translations = {} } = definition
  if (!TOOL_NAME.test(name)) throw new TypeError(`"${name}" is not a name for an MCP tool`)
  assertIcons(icons)

  const whose = `The input of tool "${name}"`
  const strict = toStrict(input, whose)
  return {
    name,
    ...(definition.title === undefined ? {} : { title: definition.title }),
    ...(definition.description === undefined ? {} : { description: definition.description }),
    inputSchema: toJsonSchema(strict, 'input', whose),
    ...(output === undefined
      ? {}
      : { outputSchema: toJsonSchema(output, 'output', `The output of tool "${name}"`) }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(icons === undefined ? {} : { icons }),
    scopes: [...scopes],
    translations,
    parse(args) {
      const checked = check(strict, args ?? {}, inPlainWords)
      if (!checked.ok) return checked
      return ok({ run: async (context) => checkOutput(output, await run(checked.value, context)) })
    },
  }
}

function checkOutput(
  output: z.ZodObject | undefined,
  result: unknown,
): Result<ToolOutput, Issue[]> {
  if (output !== undefined) {
    const checked = check(output, result)
    return checked.ok ? inWire(toOutput(checked.value)) : checked
  }
  if (typeof result === 'string') return ok({ content: [{ type: 'text', text: result }] })
  if (isToolContent(result)) return inWire({ content: result.content })
  if (isRecord(result)) return inWire(toOutput(result))
  return fail([{ path: '', message: 'must be text, an object or content blocks' }])
}

/** @throws TypeError When the protocol cannot carry it */
function inWire(output: ToolOutput): Result<ToolOutput, Issue[]> {
  assertWireOutput(output)
  return ok(output)
}

/** Data also goes as text, for clients that read only text (MCP tools, structured content). */
function toOutput(data: Record<string, unknown>): ToolOutput {
  return { data, content: [{ type: 'text', text: JSON.stringify(data) }] }
}

/**
 * Whether these are content blocks, and no data that happens to have a list of that name.
 *
 * @throws TypeError For blocks with something beside them, which would be lost
 */
function isToolContent(value: unknown): value is ToolContent {
  if (!isRecord(value) || !Array.isArray(value['content'])) return false
  const [beside] = Object.keys(value).filter((key) => key !== 'content')
  if (beside === undefined) return value['content'].every(isBlock)
  if (value['content'].length === 0 || !value['content'].every(isBlock)) return false
  throw new TypeError(
    `Content blocks stand alone in an answer, without "${beside}": ${INSTEAD.get(beside) ?? 'for data, add an output schema'}`,
  )
}

/** What the SDK's results have beside their blocks, and how it is said here. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['isError', 'to refuse, throw a ToolError'],
  ['structuredContent', 'return the data alone'],
])

function isBlock(value: unknown): boolean {
  return isRecord(value) && typeof value['type'] === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
