export type { InferTools, ToolTypes } from './lib/create-mcp-worker.ts'
export { createToolClient, ToolCallError, type ToolClient } from './lib/tool-client.ts'
