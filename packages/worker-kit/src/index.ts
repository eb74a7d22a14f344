export { afterResponse } from './lib/after-response.ts'
export type { CallKind } from './lib/callable.ts'
export type { Complete, CompletionContext, Completions } from './lib/complete.ts'
export {
  createMcpWorker,
  type AddTool,
  type InferTools,
  type NoTools,
  type ToolTypes,
} from './lib/create-mcp-worker.ts'
export type { Answer, Ask, Askable, ClientRequest, Elicit, Question } from './lib/elicit.ts'
export { EnvironmentError } from './lib/environment.ts'
export type { Era } from './lib/era.ts'
export type { CallEnd, CallInfo, Hooks } from './lib/hooks.ts'
export type { Icon } from './lib/icon.ts'
export type { Log } from './lib/log.ts'
export type { Manifest, ManifestScope, ManifestTool } from './lib/manifest.ts'
export { McpWorker } from './lib/mcp-worker.ts'
export type { CheckedEnvOptions, FromEnv, McpWorkerOptions, ScopeReason } from './lib/options.ts'
export type { ServerAccount } from './lib/ask-token.ts'
export { clientCredentialsToken, type ClientCredentials } from './lib/client-credentials-token.ts'
export { exchangeToken, type TokenExchange } from './lib/exchange-token.ts'
export {
  definePrompt,
  type PromptDefinition,
  type PromptHandler,
  type PromptMessage,
  type PromptOptions,
  type PromptResult,
} from './lib/prompt.ts'
export { publishServer, type Publication, type PublishedServer } from './lib/publish-server.ts'
export { PublishError, type PublishErrorCode } from './lib/publish-error.ts'
export { registerWorker, type Registration } from './lib/register-worker.ts'
export {
  defineTool,
  getUser,
  type ChangingHints,
  type ContentBlock,
  type EmbeddedResource,
  type FieldName,
  type FieldTranslation,
  type FurtherHints,
  type HandlerResult,
  type Progress,
  type ReadingHints,
  type ToolContent,
  type ToolContext,
  type ToolDefinition,
  type ToolHandler,
  type ToolHints,
  type ToolOptions,
  type ToolTranslation,
  type ToolUser,
  type Translation,
} from './lib/tool.ts'
export {
  defineResource,
  type NoVariables,
  type ResourceContents,
  type ResourceContext,
  type ResourceDefinition,
  type ResourceOptions,
  type ResourceReader,
  type ResourceResult,
} from './lib/resource.ts'
export type { Routes } from './lib/router.ts'
export { ToolError, type RefusalDetails } from './lib/tool-error.ts'
export type { WorkerContext } from './lib/visit.ts'
