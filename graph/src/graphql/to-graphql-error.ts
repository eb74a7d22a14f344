import { CodedError } from '@toolgraph/errors'

/** What a mutation answers when it refuses. */
export interface Refusal {
  code: string
  message: string
}

export function toRefusal(error: unknown): Refusal | undefined {
  return error instanceof CodedError ? { code: error.code, message: error.message } : undefined
}
