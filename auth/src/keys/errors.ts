import { CodedError } from '@toolgraph/errors'

/** Why a key cannot be used. */
export type KeyErrorCode = 'ERR_SEALED_ELSEWHERE'

/** A refusal that an operator can act on. */
export class KeyError extends CodedError<KeyErrorCode> {
  override readonly name = 'KeyError'
}

/** Makes the refusal of an envelope that this secret does not open. */
export function sealedElsewhere(context: string, cause?: unknown): KeyError {
  return new KeyError(
    'ERR_SEALED_ELSEWHERE',
    `Cannot open "${context}": it was sealed with another secret than the AUTH_SECRET of today; give the one before it as AUTH_SECRET_PREVIOUS`,
    { cause },
  )
}
