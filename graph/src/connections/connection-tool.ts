import * as z from 'zod'
import { jsonObject, MAX_SCHEMA_CHARS, optional } from '../registry/tool.ts'

/** The most tools that one connection may have. */
export const MAX_CONNECTION_TOOLS = 2000

// A stranger's server said this, and its person wants to see all of it: only what cannot be kept is refused.
const foreignJson = jsonObject(4 * MAX_SCHEMA_CHARS)

/** What `sync` takes. */
export const syncToolsSchema = z.strictObject({
  connectionId: z.uuid(),
  tools: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(256),
        title: optional(z.string().max(1000)),
        description: optional(z.string().max(50_000)),
        inputSchema: foreignJson,
        outputSchema: optional(foreignJson),
        annotations: optional(foreignJson),
      }),
    )
    .max(MAX_CONNECTION_TOOLS),
})

/** A tool as a connection saw it, with its fingerprint. */
export interface SeenTool {
  readonly name: string
  readonly title: string | undefined
  readonly description: string
  readonly inputSchema: unknown
  readonly outputSchema: unknown
  readonly annotations: unknown
  readonly fingerprint: string
}
