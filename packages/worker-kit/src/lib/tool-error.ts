import { CodedError } from '@toolgraph/errors'

/**
 * A refusal that the caller of a tool can act on. Its code and message reach the caller as they
 * are, so they are our own words; what an upstream said belongs into `cause`.
 */
export class ToolError<code extends string = string> extends CodedError<code> {
  override readonly name = 'ToolError'
}
