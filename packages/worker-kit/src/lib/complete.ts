import type { ToolContext } from './tool.ts'

/** What a completion may use besides the text so far. */
export interface CompletionContext<env = unknown> extends ToolContext<env> {
  /** The other arguments, as far as the person has filled them in. */
  readonly filled: Readonly<Record<string, string>>
}

/**
 * Suggests values for an argument whose beginning a person has typed, best first. A client is shown
 * a hundred at most. An enum needs none: it suggests its own values.
 */
export type Complete<env = unknown> = (
  typed: string,
  context: CompletionContext<env>,
) => readonly string[] | Promise<readonly string[]>

/** Suggestions by the name of an argument or a variable. */
export type Completions<name extends PropertyKey, env = unknown> = {
  readonly [argument in name]?: Complete<env>
}
