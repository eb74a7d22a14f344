import type * as z from 'zod'
import { McpWorker } from './mcp-worker.ts'
import type { CheckedEnvOptions, McpWorkerOptions } from './options.ts'

/** The types of a worker's tools, by name; `mcpTool` adds to them. */
export type ToolTypes = Record<string, { input: unknown; output: unknown }>

/** The types of one more tool. */
export type AddTool<
  tools extends ToolTypes,
  name extends string,
  input extends z.ZodObject,
  output extends z.ZodObject | undefined,
> = tools &
  Record<
    name,
    {
      input: z.input<input>
      output: output extends z.ZodObject ? z.output<output> : unknown
    }
  >

/** The tools of a worker, by name: `InferTools<typeof worker>['create_booking']['input']`. */
export type InferTools<worker> =
  worker extends McpWorker<infer _env, infer tools, infer _bindings> ? tools : never

/** A worker before its first tool. */
export type NoTools = Record<never, never>

/**
 * Creates an MCP server that is one `fetch(request, env, ctx)`, for Workers and Node alike. Add
 * tools in a chain of `.mcpTool(...)`, so that their types stay known.
 *
 * @throws TypeError For options that contradict each other
 */
export function createMcpWorker<env = unknown>(
  options: McpWorkerOptions<env> & { env?: never },
): McpWorker<env, NoTools>
/** Creates a server that checks its environment by a schema, which also types `context.env`. */
export function createMcpWorker<schema extends z.ZodObject>(
  options: CheckedEnvOptions<schema>,
): McpWorker<z.output<schema>, NoTools, unknown>
export function createMcpWorker<env>(
  options: McpWorkerOptions<env> & { env?: z.ZodObject },
): McpWorker<env, NoTools> {
  return new McpWorker<env, NoTools>(options)
}
