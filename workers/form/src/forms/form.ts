import type { FormSchema } from './form-schema.ts'

/** Questions that people answer. It belongs to the person who made it. */
export interface Form {
  id: string
  /** The issuer's `sub` of its owner. */
  subject: string
  title: string
  schema: FormSchema
  /** Whether anybody who knows its id may read and fill it in. */
  isShared: boolean
  /** Set: it takes no submissions any more. */
  closedAt: Date | undefined
  createdAt: Date
}

/** What somebody answered. Who that was is not told. */
export interface Submission {
  id: string
  submittedAt: Date
  answers: Answers
}

/** Answers by the names of the fields. */
export type Answers = Readonly<Record<string, unknown>>
