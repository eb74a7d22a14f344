/** A refusal that the caller can act on. Anything else that is thrown is a fault of ours. */
export class CodedError<code extends string = string> extends Error {
  override readonly name: string = 'CodedError'

  /** Stable across releases: branch on this, never on the message. */
  readonly code: code

  /**
   * @param code What went wrong, for a program
   * @param message What went wrong, for a person or an agent; our words only, never an upstream's
   * @param options The `cause`, when another error led here; logged, never shown
   */
  constructor(code: code, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
