import * as z from 'zod'

/** The reason of each scope, as the row keeps it. */
export const scopeReasonsSchema = z.array(
  z.object({
    name: z.string(),
    description: z.string(),
    descriptions: z.record(z.string(), z.string()).default({}),
  }),
)
