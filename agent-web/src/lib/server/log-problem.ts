import type { Log } from '@toolgraph/entry'

import type { ProblemCode } from '#lib/problems.ts'
import { problemOf } from './problem-of.ts'

/**
 * Logs what stood in the way, and says what a page makes of it: a refusal in one line with its reasons,
 * a fault of ours with its stack.
 *
 * @param what Our words: `Cannot search`
 */
export function logProblem(
  log: Log,
  what: string,
  error: unknown,
): { problem: ProblemCode; status: number } {
  const { problem, status } = problemOf(error)
  if (problem === 'unknown') log.error(what, { error })
  else log.warn(what, { problem, because: reasonsOf(error) })
  return { problem, status }
}

/** The messages of an error and of what led to it, outermost first. */
function reasonsOf(error: unknown): string[] {
  const reasons: string[] = []
  for (let cause = error; cause instanceof Error && reasons.length < 5; cause = cause.cause)
    reasons.push(cause.message)
  return reasons
}
