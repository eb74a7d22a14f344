import * as z from 'zod'
import type { Evidence } from '../health/reading.ts'

const evidenceSchema = z.object({
  httpStatus: z.int().optional(),
  contentType: z.string().optional(),
  problem: z.string().optional(),
  cause: z.string().optional(),
})

/** Reads the evidence of a reading; `undefined` where there is none. */
export function toEvidence(column: unknown): Evidence | undefined {
  return column === null ? undefined : evidenceSchema.safeParse(column).data
}
