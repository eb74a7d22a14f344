import type { Outcome } from './outcome.ts'
import { Code, RpcError } from './protocol.ts'

/**
 * The mapper of all calls that have no result for a refusal: resources, prompts, suggestions.
 *
 * @param uri What was read
 */
export function toProtocolError(
  outcome: Extract<Outcome<never>, { kind: 'refused' | 'failed' }>,
  uri?: string,
): RpcError {
  const { message } = outcome
  if (outcome.kind === 'failed') {
    const data = { code: 'ERR_INTERNAL', requestId: outcome.requestId }
    return new RpcError(Code.internal, message, data)
  }
  const { code, issues } = outcome
  if (code === 'ERR_RESOURCE_NOT_FOUND' && uri !== undefined) {
    return new RpcError(Code.invalidParams, message, { uri })
  }
  const data = { code, ...(issues === undefined ? {} : { issues }) }
  return new RpcError(Code.invalidParams, message, data)
}
