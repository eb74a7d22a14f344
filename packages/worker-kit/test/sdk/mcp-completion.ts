import {
  ProtocolError,
  ProtocolErrorCode,
  type CompleteResult,
  type McpServer,
} from '@modelcontextprotocol/server'
import { serveCall, type Serving } from './mcp-call.ts'
import { findCompletable } from '../../src/lib/offers.ts'
import type { WorkerPlan } from '../../src/lib/options.ts'
import { toProtocolError } from './protocol-error.ts'
import { toCompletion } from '../../src/lib/suggestions.ts'

/** MCP completion: no more values in one answer. */
const MAX_VALUES = 100

/** Whether a worker has suggestions for anything. */
export function canComplete<env>({ prompts, resources }: WorkerPlan<env>): boolean {
  return [...prompts.values(), ...resources.values()].some(
    ({ suggestions }) => suggestions.size > 0,
  )
}

/** Lets a server of the SDK suggest arguments of prompts and variables of templates. */
export function serveCompletion<env>({ server }: McpServer, serving: Serving<env>): void {
  server.registerCapabilities({ completions: {} })
  server.setRequestHandler('completion/complete', async ({ params }, server) => {
    const { ref, argument } = params
    const owner = findCompletable(serving.plan, ref)
    if (owner === undefined) {
      const message = 'Cannot complete an argument of what is not here'
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, message)
    }
    const args = { argument: argument.name, typed: argument.value }
    const filled = params.context?.arguments ?? {}
    const callable = toCompletion(owner, args)
    const call = { kind: 'completion', callable, args } as const
    const outcome = await serveCall(serving, call, server, (context) => ({
      ...context,
      filled,
    }))
    if (outcome.kind === 'answered') return toResult(outcome.output)
    if (outcome.kind === 'asking') throw new TypeError('Suggestions cannot wait for an answer')
    throw toProtocolError(outcome)
  })
}

function toResult(values: readonly string[]): CompleteResult {
  return {
    completion: {
      values: values.slice(0, MAX_VALUES),
      total: values.length,
      hasMore: values.length > MAX_VALUES,
    },
  }
}
