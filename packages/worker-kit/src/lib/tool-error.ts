import { CodedError } from '@toolgraph/errors'

/** What a refusal tells a program besides its code: addresses, ids, amounts. It reaches the caller as it is. */
export type RefusalDetails = Readonly<Record<string, string>>

/**
 * A refusal that the caller of a tool can act on. Its code, message and details reach the caller as
 * they are, so they are our own words; what an upstream said belongs into `cause`.
 */
export class ToolError<code extends string = string> extends CodedError<code> {
  override readonly name = 'ToolError'

  /** In a result's `_meta` as `dev.toolgraph/details`, in a problem document as `details`. */
  readonly details: RefusalDetails | undefined

  constructor(code: code, message: string, options?: ErrorOptions & { details?: RefusalDetails }) {
    super(code, message, options)
    this.details = options?.details
  }
}
