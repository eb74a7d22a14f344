import type * as z from 'zod'
import { RegistryError } from './errors.ts'
import { isShallow, MAX_JSON_DEPTH, toStorable } from './to-storable.ts'

/** How many of the faults in an input its refusal names. */
const MAX_FAULTS_NAMED = 5

/**
 * Turns what a caller sent into what a verb works with.
 *
 * @param what What it is, for the message: `the server`
 * @throws RegistryError `ERR_INPUT_INVALID`, naming the first faults and where they are
 */
export function parseInput<schema extends z.ZodType>(
  schema: schema,
  input: unknown,
  what: string,
): z.output<schema> {
  if (!isShallow(input))
    throw new RegistryError(
      'ERR_INPUT_INVALID',
      `Cannot accept ${what}: it is nested deeper than ${MAX_JSON_DEPTH} levels`,
    )
  const parsed = schema.safeParse(toStorable(input))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.slice(0, MAX_FAULTS_NAMED).map(describe)
  throw new RegistryError('ERR_INPUT_INVALID', `Cannot accept ${what}: ${faults.join('; ')}`)
}

function describe(issue: z.core.$ZodIssue): string {
  const place = issue.path.map(String).join('.')
  const fault = issue.message.charAt(0).toLowerCase() + issue.message.slice(1)
  return place ? `"${place.slice(0, 100)}": ${fault.slice(0, 200)}` : fault.slice(0, 200)
}
