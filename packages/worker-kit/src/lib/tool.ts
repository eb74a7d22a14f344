import type { Era } from './era.ts'
import type * as z from 'zod'
import type { Ask, Askable, Elicit } from './elicit.ts'
import type { Icon } from './icon.ts'
import type { Log } from './log.ts'

/** Who calls: read from a verified access token, never from anything else. */
export interface ToolUser {
  /** The issuer's `sub`: the person, or the client itself where no person is involved. */
  readonly subject: string
  readonly clientId: string
  readonly scopes: readonly string[]
  /** The display name, where the issuer tells it. */
  readonly name?: string
  /** The client id of the server that acts in the person's stead (RFC 8693 §4.1); absent where the person's own application calls. */
  readonly actor?: string
  /** The access token, for an exchange at the issuer. Never log it, never pass it on. */
  readonly token: string
}

/** How far a long call has come. */
export interface Progress {
  /** Grows with each report; one that does not grow is not sent. */
  progress: number
  /** Where it ends, if known. */
  total?: number
  message?: string
}

/** What a tool may use besides its arguments; made anew for each call. */
export interface ToolContext<env = unknown> {
  readonly env: env
  /** `undefined` for an anonymous call, which only a tool without scopes ever sees. */
  readonly user: ToolUser | undefined
  /** Those of the caller's token; none in an anonymous call. */
  readonly scopes: readonly string[]
  /** Aborts when the caller cancels or goes away. */
  readonly signal: AbortSignal
  /** Our own id of this call: it stands in the log and in what a caller is told of a fault. */
  readonly requestId: string
  readonly era: Era
  /** Asks the person who sits at the client. */
  readonly elicit: Elicit
  /** Asks the client itself, where `elicit` asks its person. */
  readonly ask: Ask
  /** Says whether this caller can answer, so that a tool can do without. */
  readonly canAsk: (what: Askable) => boolean
  /** Reports progress; does nothing where the client did not ask for it. */
  progress(report: Progress): Promise<void>
  readonly log: Log
  /** Lets work go on after the answer. */
  waitUntil(promise: Promise<unknown>): void
}

/**
 * What a tool tells about its manners (MCP tool annotations): that it only reads, or whether it may
 * destroy. Clients decide by it what they ask a person first.
 */
export type ToolHints = ReadingHints | ChangingHints

/** The manners of a tool that changes nothing. */
export interface ReadingHints extends FurtherHints {
  readOnlyHint: true
  destructiveHint?: false
}

/** The manners of a tool that changes something. */
export interface ChangingHints extends FurtherHints {
  readOnlyHint: false
  /** It may destroy or overwrite what was there. */
  destructiveHint: boolean
}

/** What every tool may tell besides. */
export interface FurtherHints {
  /** Calling it twice with the same arguments is like calling it once. */
  idempotentHint?: boolean
  /** It reaches beyond this server's own data. */
  openWorldHint?: boolean
}

/** A title and a description in another language. */
export interface Translation {
  title?: string
  description?: string
}

/** The texts of one field of a tool's input in another language. */
export interface FieldTranslation extends Translation {
  /** The label of each value of a choice. */
  options?: Readonly<Record<string, string>>
}

/** The texts of a tool in another language. */
export interface ToolTranslation<field extends string = string> extends Translation {
  /**
   * Those of its input's fields, by dotted path (`guests.name`; a list adds nothing to it). They go
   * into the manifest, for forms, and not to agents, who read the schema's own `title` and
   * `description`.
   */
  fields?: Readonly<Partial<Record<field | `${field}.${string}`, FieldTranslation>>>
}

/** The names of the fields of an input. */
export type FieldName<input extends z.ZodObject> = Extract<keyof z.input<input>, string>

/** Content blocks of the protocol, for a tool that does not answer with data. */
export interface ToolContent {
  content: readonly ContentBlock[]
}

/** The content blocks that a tool may answer with. */
export type ContentBlock =
  | { type: 'text'; text: string }
  | { type: 'image'; data: string; mimeType: string }
  | { type: 'audio'; data: string; mimeType: string }
  | { type: 'resource_link'; uri: string; name: string; title?: string; mimeType?: string }
  | { type: 'resource'; resource: EmbeddedResource }

/** What a resource holds, within an answer: text, or bytes in base64. */
export type EmbeddedResource = { uri: string; mimeType?: string } & (
  { text: string } | { blob: string }
)

/** What a handler returns: the declared output, or without one text, data, or content blocks. */
export type HandlerResult<output extends z.ZodObject | undefined> = output extends z.ZodObject
  ? z.input<output>
  : string | ToolContent | Record<string, unknown>

/** Does a tool's work. Throw a `ToolError` for what the caller can act on. */
export type ToolHandler<env, input extends z.ZodObject, output extends z.ZodObject | undefined> = (
  args: z.output<input>,
  context: ToolContext<env>,
) => HandlerResult<output> | Promise<HandlerResult<output>>

/** What a tool says about itself besides its name and its input. */
export interface ToolOptions<
  output extends z.ZodObject | undefined = undefined,
  input extends z.ZodObject = z.ZodObject,
> {
  /** A name for people (default: none) */
  title?: string
  /** What it does and when to use it: an agent chooses by these words. */
  description?: string
  /** What it answers with. Checked before it goes out; fields that it does not name are dropped. */
  output?: output
  /** All scopes that a token must have; none at all makes an open tool (default: none) */
  scopes?: readonly string[]
  /**
   * Its manners. Plain JavaScript may leave them out: such a tool is served without hints, which
   * the protocol reads as the worst case, and cannot be published.
   */
  annotations: ToolHints
  icons?: readonly Icon[]
  /** Its texts, and those of its fields, in other languages, by BCP 47 tag. */
  translations?: Readonly<Record<string, ToolTranslation<FieldName<NoInfer<input>>>>>
}

/** A whole tool, as `defineTool` takes it. */
export interface ToolDefinition<
  name extends string,
  input extends z.ZodObject,
  output extends z.ZodObject | undefined,
  env,
> extends ToolOptions<output, input> {
  /** snake_case, verb first: `create_booking`. */
  name: name
  input: input
  run: ToolHandler<env, input, output>
}

/**
 * Declares a tool, so that it can stand in a file of its own. It has no effect: a worker takes it
 * with `.mcpTool(tool)`. Name the environment in the type of `run`'s context.
 */
export function defineTool<
  const name extends string,
  input extends z.ZodObject,
  output extends z.ZodObject | undefined = undefined,
  env = unknown,
>(tool: ToolDefinition<name, input, output, env>): ToolDefinition<name, input, output, env> {
  return tool
}

/**
 * The person of a call.
 *
 * @throws TypeError For an anonymous call: a programmer's slip, as only a tool without scopes sees one
 */
export function getUser(context: ToolContext): ToolUser {
  if (context.user === undefined) {
    throw new TypeError('Cannot name the user of an anonymous call: give the tool a scope')
  }
  return context.user
}
