import * as z from 'zod'
import { optional } from '../registry/tool.ts'

/** The largest input or output of a run that is recorded, as JSON text. */
export const MAX_RUN_CHARS = 1_048_576

/** How many tools one person may have running at the same time. */
export const MAX_RUNNING = 30

/** Longer than a call may take: what still runs then has lost its process, and is not counted. */
export const RUN_LIFE_MS = 15 * 60_000

const recorded = z
  .unknown()
  .refine((value) => (JSON.stringify(value)?.length ?? Infinity) <= MAX_RUN_CHARS, {
    error: `must be at most ${MAX_RUN_CHARS} characters of JSON`,
  })

/** What `startToolRun` takes. */
export const startToolRunSchema = z.strictObject({
  connectionId: z.uuid(),
  toolName: z.string().min(1).max(256),
  input: recorded,
})

/** What `finishToolRun` takes. */
export const finishToolRunSchema = z.strictObject({
  runId: z.uuid(),
  status: z.enum(['succeeded', 'failed', 'cancelled'], 'must be how it ended'),
  output: optional(recorded),
  errorCode: optional(z.string().max(100)),
  errorMessage: optional(z.string().max(2000)),
})

/** A run that begins, parsed. */
export type RunStart = z.output<typeof startToolRunSchema>

/** How a run ended, parsed. */
export type RunEnd = z.output<typeof finishToolRunSchema>
