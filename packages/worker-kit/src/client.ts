export type { InferTools, ToolTypes } from './lib/create-mcp-worker.ts'
export { openToolClient, type ToolClientOptions } from './lib/open-tool-client.ts'
export { createToolClient, ToolCallError, type ToolClient } from './lib/tool-client.ts'
