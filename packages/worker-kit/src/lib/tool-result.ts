import type { CallToolResult } from '@modelcontextprotocol/client'
import type { ToolOutcome } from './outcome.ts'
import { toWireOutput } from './wire-output.ts'

/** The mapper of the MCP face: nothing else builds a tool result. */
export function toToolResult(outcome: Exclude<ToolOutcome, { kind: 'asked' }>): CallToolResult {
  if (outcome.kind === 'answered') return toWireOutput(outcome.output)
  const { code, details } =
    outcome.kind === 'refused' ? outcome : { code: 'ERR_INTERNAL', details: undefined }
  return {
    isError: true,
    content: [{ type: 'text', text: outcome.message }],
    _meta: {
      'dev.toolgraph/code': code,
      ...(details && { 'dev.toolgraph/details': details }),
    },
  }
}
