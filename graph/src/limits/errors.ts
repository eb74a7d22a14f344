import { CodedError } from '@toolgraph/errors'

/** Why a limit refused. */
export type LimitErrorCode = 'ERR_RATE_LIMITED'

/** Too much of something in too short a time. */
export class LimitError extends CodedError<LimitErrorCode> {
  override readonly name = 'LimitError'

  /** When another try is worth making (RFC 9110 §10.2.3). */
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number) {
    super('ERR_RATE_LIMITED', message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The tries of a window are used up. */
export function tooMany(what: string, retryAfterSeconds: number): LimitError {
  return new LimitError(
    `Cannot ${what} so often: try again in ${retryAfterSeconds} seconds`,
    retryAfterSeconds,
  )
}
