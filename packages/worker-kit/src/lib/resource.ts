import type * as z from 'zod'
import type { Completions } from './complete.ts'
import type { Icon } from './icon.ts'
import type { ToolContext, Translation } from './tool.ts'

/** The variables of a resource whose address is fixed. */
export type NoVariables = z.ZodObject<Record<never, never>>

/** What a resource may use besides its variables; made anew for each reading. */
export interface ResourceContext<env = unknown> extends ToolContext<env> {
  /** The address that is read. */
  readonly uri: string
}

/** One part of what a resource holds. */
export type ResourceContents = {
  /** Default: the address that is read */
  uri?: string
  /** Default: the resource's own */
  mimeType?: string
} & ({ text: string } | { blob: Uint8Array })

/**
 * What reading gives: text, bytes, data (sent as JSON), or parts of several kinds. `undefined`
 * says that there is nothing at this address.
 */
export type ResourceResult =
  | string
  | Uint8Array
  | { contents: readonly ResourceContents[] }
  | Readonly<Record<string, unknown>>
  | undefined

/** Reads a resource. Throw a `ToolError` for what the caller can act on. */
export type ResourceReader<env, variables extends z.ZodObject> = (
  variables: z.output<variables>,
  context: ResourceContext<env>,
) => ResourceResult | Promise<ResourceResult>

/** What a resource says about itself besides its name and its address. */
export interface ResourceOptions<variables extends z.ZodObject = NoVariables, env = unknown> {
  /** A name for people (default: none) */
  title?: string
  /** What it holds: an agent chooses by these words. */
  description?: string
  /** Default: that of text, bytes or JSON, by what reading gives, and then it is not listed */
  mimeType?: string
  /** The variables of the address, all as text on the wire; a template has them, and only a template. */
  variables?: variables
  /** Suggestions for variables (default: only those of enums) */
  complete?: Completions<keyof z.output<variables>, env>
  /** All scopes that a token must have; none at all makes an open resource (default: none) */
  scopes?: readonly string[]
  icons?: readonly Icon[]
  /** Title and description in other languages, by BCP 47 tag. */
  translations?: Readonly<Record<string, Translation>>
}

/** A whole resource, as `defineResource` takes it. */
export interface ResourceDefinition<
  variables extends z.ZodObject = NoVariables,
  env = unknown,
> extends ResourceOptions<variables, env> {
  /** For programs: `opening_hours`. */
  name: string
  /** An address (`notes://all`), or a template of many (RFC 6570: `notes://{id}`). */
  uri: string
  read: ResourceReader<env, variables>
}

/**
 * Declares a resource, so that it can stand in a file of its own. It has no effect: a worker takes
 * it with `.mcpResource(resource)`. Name the environment in the types of its contexts.
 */
export function defineResource<variables extends z.ZodObject = NoVariables, env = unknown>(
  resource: ResourceDefinition<variables, env>,
): ResourceDefinition<variables, env> {
  return resource
}
