import { CodedError } from '@toolgraph/errors'

import type { ProblemCode } from '#lib/problems.ts'

/** A refusal that a page tells in the reader's language; the code is all it needs. */
export class Problem extends CodedError<ProblemCode> {
  override readonly name = 'Problem'

  constructor(code: ProblemCode, options?: ErrorOptions) {
    super(code, `Cannot go on: ${code}`, options)
  }
}
