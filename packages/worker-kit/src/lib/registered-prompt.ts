import { ok } from '@toolgraph/errors'
import type { GetPromptResult } from '@modelcontextprotocol/client'
import type * as z from 'zod'
import type { Callable } from './callable.ts'
import type { Complete } from './complete.ts'
import { assertIcons, type Icon } from './icon.ts'
import { check, inPlainWords, toStrict } from './json-schema.ts'
import type { PromptDefinition, PromptResult } from './prompt.ts'
import { toSuggestions } from './suggestions.ts'
import { readTextFields, type TextField } from './text-fields.ts'
import type { ToolContext, ToolTranslation } from './tool.ts'
import { resultSchemas } from './wire-schemas.ts'

/** What a worker knows of a prompt. */
export interface RegisteredPrompt<env> extends Callable<ToolContext<env>, GetPromptResult> {
  readonly title?: string
  readonly description?: string
  readonly fields: readonly TextField[]
  readonly icons?: readonly Icon[]
  /** Those of arguments too: a prompt is listed for people, who fill them in. */
  readonly translations: Readonly<Record<string, ToolTranslation>>
  /** Suggestions, by argument. */
  readonly suggestions: ReadonlyMap<string, Complete<env>>
}

/** As for tools, which clients show beside them. */
const PROMPT_NAME = /^[A-Za-z0-9_.-]{1,128}$/

/**
 * Turns a definition into what a worker serves.
 *
 * @throws TypeError For a name that no client can show, or an argument that takes no text
 */
export function registerPrompt<input extends z.ZodObject, env>(
  definition: PromptDefinition<input, env>,
): RegisteredPrompt<env> {
  const { name, input, run, title, description, icons, scopes = [], translations = {} } = definition
  if (!PROMPT_NAME.test(name)) throw new TypeError(`"${name}" is not a name for a prompt`)
  assertIcons(icons)

  const owner = `prompt "${name}"`
  const strict = toStrict(input, `The input of ${owner}`)
  const fields = readTextFields(owner, input)
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(icons === undefined ? {} : { icons }),
    fields,
    scopes: [...scopes],
    translations,
    suggestions: toSuggestions(owner, fields, definition.complete),
    parse(args) {
      const checked = check(strict, args ?? {}, inPlainWords)
      if (!checked.ok) return checked
      return ok({ run: async (context) => ok(toWirePrompt(await run(checked.value, context))) })
    },
  }
}

/** @throws TypeError When the protocol cannot carry it */
function toWirePrompt(result: PromptResult): GetPromptResult {
  const { messages, description } =
    typeof result === 'string'
      ? {
          messages: [{ role: 'user' as const, content: result }],
          description: undefined,
        }
      : result
  const parsed = resultSchemas.prompt.safeParse({
    ...(description === undefined ? {} : { description }),
    messages: messages.map(({ role, content }) => ({
      role,
      content: typeof content === 'string' ? { type: 'text', text: content } : content,
    })),
  })
  if (!parsed.success) {
    throw new TypeError('What a prompt gave cannot be the result of a prompt')
  }
  return parsed.data as GetPromptResult
}
