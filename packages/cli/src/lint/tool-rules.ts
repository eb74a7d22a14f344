import type { Manifest, ManifestTool } from '@toolgraph/worker'
import { fieldsOf } from './fields.ts'
import { error, hint, warning, type Found } from './rule.ts'
import { estimateToolCost } from './token-cost.ts'

const MAX_NAME = 64
const MAX_TITLE = 100
const MIN_DESCRIPTION = 20
const MAX_DESCRIPTION = 1024
const MAX_TOOL_TOKENS = 1_500
const MAX_LIST_TOKENS = 10_000

/** The name is one that clients hand on to a model. */
export function* toolName({ tools }: Manifest): Generator<Found> {
  for (const { name } of tools) {
    if (!/^[A-Za-z0-9_-]+$/.test(name) || name.length > MAX_NAME)
      yield error(
        `tools.${name}.name`,
        `Tool "${name}": the programming interfaces of models take 1 to ${MAX_NAME} letters, digits, "_" and "-" in a name`,
      )
    else if (!/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name))
      yield warning(
        `tools.${name}.name`,
        `Tool "${name}": write its name in snake_case, verb first`,
      )
  }
}

/** The tool has a name for people. */
export function* toolTitle({ tools }: Manifest): Generator<Found> {
  for (const { name, title } of tools) {
    const place = `tools.${name}.title`
    if (title === undefined || title.trim() === '')
      yield warning(place, `Tool "${name}" has no title: people would see its technical name`)
    else if (title.length > MAX_TITLE)
      yield warning(place, `Tool "${name}": its title has more than ${MAX_TITLE} characters`)
  }
}

/** The description is enough to choose by, and no book. */
export function* toolDescription({ tools }: Manifest): Generator<Found> {
  for (const { name, description } of tools) {
    const place = `tools.${name}.description`
    const { length } = description.trim()
    if (length === 0)
      yield error(place, `Tool "${name}" has no description: an agent chooses by these words`)
    else if (length < MIN_DESCRIPTION)
      yield warning(
        place,
        `Tool "${name}": its description has ${length} characters; say what it does and when to use it`,
      )
    else if (length > MAX_DESCRIPTION)
      yield warning(
        place,
        `Tool "${name}": its description has ${length} characters; some models take ${MAX_DESCRIPTION}`,
      )
  }
}

/** The tool tells its manners: clients decide by them what they ask a person first. */
export function* toolAnnotations({ tools }: Manifest): Generator<Found> {
  for (const { name, annotations } of tools) {
    const place = `tools.${name}.annotations`
    // An author may write plain JavaScript, which no compiler has read.
    const { readOnlyHint, destructiveHint }: Record<string, unknown> = { ...annotations }
    if (typeof readOnlyHint !== 'boolean')
      yield error(
        place,
        `Tool "${name}" does not tell its manners: add annotations: { readOnlyHint: true }, or { readOnlyHint: false, destructiveHint: … }`,
      )
    else if (readOnlyHint && destructiveHint === true)
      yield error(
        place,
        `Tool "${name}" cannot both only read and destroy: correct its annotations`,
      )
    else if (!readOnlyHint && typeof destructiveHint !== 'boolean')
      yield error(
        place,
        `Tool "${name}" changes something and does not tell whether it may destroy: add destructiveHint to its annotations`,
      )
  }
}

/** Each field says what it is for. */
export function* fieldDescription({ tools }: Manifest): Generator<Found> {
  for (const { name, inputSchema } of tools)
    for (const { path, description } of fieldsOf(inputSchema))
      if (description === undefined)
        yield warning(
          `tools.${name}.inputSchema.${path}`,
          `Tool "${name}": its field "${path}" has no description; add .describe("…"), which an agent fills it in by`,
        )
}

/** The tool says what it answers with. */
export function* outputSchema({ tools }: Manifest): Generator<Found> {
  for (const { name, outputSchema: schema } of tools)
    if (schema === undefined)
      yield hint(
        `tools.${name}.outputSchema`,
        `Tool "${name}" has no output schema: with one, programs can rely on its answers`,
      )
}

/** The list of tools leaves an agent room for its work. */
export function* tokenCost({ tools }: Manifest): Generator<Found> {
  const costs = tools.map((tool: ManifestTool) => [tool.name, estimateToolCost(tool)] as const)
  for (const [name, tokens] of costs)
    if (tokens > MAX_TOOL_TOKENS)
      yield warning(
        `tools.${name}`,
        `Tool "${name}" costs an agent about ${tokens} tokens, more than ${MAX_TOOL_TOKENS}: shorten its texts and its schema`,
      )
  const total = costs.reduce((sum, [, tokens]) => sum + tokens, 0)
  if (total > MAX_LIST_TOKENS)
    yield warning(
      'tools',
      `The list of tools costs an agent about ${total} tokens, more than ${MAX_LIST_TOKENS}: shorten it, or split the server`,
    )
}
