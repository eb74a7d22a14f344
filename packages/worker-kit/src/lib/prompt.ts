import type * as z from 'zod'
import type { Completions } from './complete.ts'
import type { Icon } from './icon.ts'
import type { ContentBlock, FieldName, ToolContext, ToolTranslation } from './tool.ts'

/** One message of a prompt. */
export interface PromptMessage {
  readonly role: 'user' | 'assistant'
  /** Text, or any content block. */
  readonly content: string | ContentBlock
}

/** What a prompt gives: the text of one message of the user, or messages. */
export type PromptResult =
  string | { readonly description?: string; readonly messages: readonly PromptMessage[] }

/** Writes a prompt. Throw a `ToolError` for what the caller can act on. */
export type PromptHandler<env, input extends z.ZodObject> = (
  args: z.output<input>,
  context: ToolContext<env>,
) => PromptResult | Promise<PromptResult>

/** What a prompt says about itself besides its name and its arguments. */
export interface PromptOptions<input extends z.ZodObject = z.ZodObject, env = unknown> {
  /** A name for people (default: none) */
  title?: string
  /** What it is for: a person chooses by these words. */
  description?: string
  /** Suggestions for arguments (default: only those of enums) */
  complete?: Completions<keyof z.output<input>, env>
  /** All scopes that a token must have; none at all makes an open prompt (default: none) */
  scopes?: readonly string[]
  icons?: readonly Icon[]
  /** Its texts, and those of its arguments, in other languages, by BCP 47 tag. */
  translations?: Readonly<Record<string, ToolTranslation<FieldName<NoInfer<input>>>>>
}

/** A whole prompt, as `definePrompt` takes it. */
export interface PromptDefinition<input extends z.ZodObject, env> extends PromptOptions<
  input,
  env
> {
  /** snake_case: `plan_trip`. */
  name: string
  /** All arguments are text on the wire; their titles and descriptions come from `.meta({ … })`. */
  input: input
  run: PromptHandler<env, input>
}

/**
 * Declares a prompt, so that it can stand in a file of its own. It has no effect: a worker takes it
 * with `.mcpPrompt(prompt)`. Name the environment in the types of its contexts.
 */
export function definePrompt<input extends z.ZodObject, env = unknown>(
  prompt: PromptDefinition<input, env>,
): PromptDefinition<input, env> {
  return prompt
}
