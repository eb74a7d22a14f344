import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server'
import type { Outcome } from '../../src/lib/outcome.ts'

/**
 * The mapper of all calls that have no result for a refusal: resources, prompts, suggestions.
 *
 * @param uri What was read
 */
export function toProtocolError(
  outcome: Extract<Outcome<never>, { kind: 'refused' | 'failed' }>,
  uri?: string,
): ProtocolError {
  const { message } = outcome
  if (outcome.kind === 'failed') {
    const data = { code: 'ERR_INTERNAL', requestId: outcome.requestId }
    return new ProtocolError(ProtocolErrorCode.InternalError, message, data)
  }
  const { code, issues } = outcome
  if (code === 'ERR_RESOURCE_NOT_FOUND' && uri !== undefined) {
    return new ResourceNotFoundError(uri, message)
  }
  const data = { code, ...(issues === undefined ? {} : { issues }) }
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message, data)
}
