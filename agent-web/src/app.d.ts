import type { ProblemCode } from '#lib/problems.ts'

declare global {
  namespace App {
    interface Error {
      problem?: ProblemCode
      /** Stands in the log beside the cause; shown so that a person can name it. */
      id?: string
    }
  }
}

export {}
