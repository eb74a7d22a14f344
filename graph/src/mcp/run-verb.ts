import type { ToolContext } from '@toolgraph/worker'
import type { GraphContext, GraphServices } from '../context.ts'
import { toToolError } from './to-tool-error.ts'

/** What a call brings to a tool: the services of its request. */
export interface McpEnv {
  readonly services: GraphServices
}

/** Runs a verb for the user of a call. */
export async function runVerb<result>(
  { env, user, signal }: ToolContext<McpEnv>,
  verb: (context: GraphContext) => Promise<result>,
): Promise<result> {
  try {
    return await verb({ ...env.services, viewer: user, signal })
  } catch (error) {
    throw toToolError(error)
  }
}
