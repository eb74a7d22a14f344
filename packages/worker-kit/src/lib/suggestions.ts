import { ok } from '@toolgraph/errors'
import type { Callable } from './callable.ts'
import type { Complete, CompletionContext, Completions } from './complete.ts'
import type { TextField } from './text-fields.ts'

/** A prompt or a resource, as far as suggestions go. */
export interface Completable<env> {
  readonly name: string
  readonly scopes: readonly string[]
  readonly suggestions: ReadonlyMap<string, Complete<env>>
}

/** What a person types. */
export interface Typing {
  readonly argument: string
  readonly typed: string
}

/**
 * Gathers the suggestions of a prompt or a resource: the author's, and those of enums.
 *
 * @throws TypeError For suggestions of an argument that is not there
 */
export function toSuggestions<env>(
  owner: string,
  fields: readonly TextField[],
  complete: Completions<PropertyKey, env> = {},
): Map<string, Complete<env>> {
  const authors = new Map(Object.entries<Complete<env> | undefined>(complete))
  const names = new Set(fields.map(({ name }) => name))
  const stranger = [...authors.keys()].find((name) => !names.has(name))
  if (stranger !== undefined) throw new TypeError(`${owner} completes "${stranger}" and has none`)

  return new Map(
    fields.flatMap(({ name, values }) => {
      const own = authors.get(name) ?? (values && amongThese(values))
      return own === undefined ? [] : [[name, own] as const]
    }),
  )
}

/** The suggestions for one argument, as a call like any other: its owner's scopes hold. */
export function toCompletion<env>(
  { name, scopes, suggestions }: Completable<env>,
  { argument, typed }: Typing,
): Callable<CompletionContext<env>, readonly string[]> {
  const complete = suggestions.get(argument)
  return {
    name,
    scopes,
    parse: () => ok({ run: async (context) => ok(await suggest(complete, typed, context)) }),
  }
}

/** A copy: what is no list of texts fails here, as a fault of the author. */
async function suggest<env>(
  complete: Complete<env> | undefined,
  typed: string,
  context: CompletionContext<env>,
): Promise<readonly string[]> {
  const values = complete === undefined ? [] : await complete(typed, context)
  return [...values].map(String)
}

function amongThese(values: readonly string[]): Complete {
  return (typed) => values.filter((value) => value.startsWith(typed))
}
