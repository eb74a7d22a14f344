import type { ToolContext } from '@toolgraph/worker'
import type { GraphContext, GraphServices } from '../context.ts'
import { assertRead } from '../count-read.ts'
import type { ReadLimiter } from '../limits/read-limiter.ts'
import { knownViewer } from '../registry/viewer.ts'
import { toToolError } from './to-tool-error.ts'

/** What a call brings to a tool: the services of its request. */
export interface McpEnv {
  readonly services: GraphServices
  readonly clientAddress?: string | undefined
  /** Limits what one caller reads; nothing does without it. */
  readonly reads?: ReadLimiter | undefined
}

/** Runs a verb for the user of a call. */
export async function runVerb<result>(
  { env, user, signal }: ToolContext<McpEnv>,
  verb: (context: GraphContext) => Promise<result>,
): Promise<result> {
  try {
    const { services, clientAddress, reads } = env
    assertRead(reads, { viewer: user, clientAddress }, services.now().getTime())
    return await verb({ ...services, viewer: knownViewer(user, services), clientAddress, signal })
  } catch (error) {
    throw toToolError(error)
  }
}
