export type { AnswerQuestion } from './lib/answer-questions.ts'
export type {
  InputAnswer,
  InputRequest,
  ToolCall,
  ToolContent,
  ToolOutcome,
  ToolProgress,
} from './lib/call-tool.ts'
export { readChallenge, type Challenge } from './lib/challenge.ts'
export {
  clientRegistrationSchema,
  type ClientDescription,
  type ClientRegistration,
  type RegistrationStore,
} from './lib/client-registration.ts'
export type { ClientInfo } from './lib/discover-request.ts'
export {
  discoverServer,
  type DiscoverServerOptions,
  type Discovery,
} from './lib/discover-server.ts'
export { McpClientError, type McpClientErrorCode } from './lib/errors.ts'
export { finishAuthorization, type FinishAuthorizationOptions } from './lib/finish-authorization.ts'
export { issuerMetadataSchema, type IssuerMetadata } from './lib/issuer-metadata.ts'
export {
  openSession,
  type OpenSessionOptions,
  type PriorEra,
  type Session,
} from './lib/open-session.ts'
export type { ProbeEvidence } from './lib/probe-evidence.ts'
export {
  probeServer,
  type ProbeReading,
  type ProbeServerOptions,
  type ServerState,
} from './lib/probe-server.ts'
export { refreshTokens, type RefreshTokensOptions } from './lib/refresh-tokens.ts'
export { revokeTokens, type RevokeTokensOptions } from './lib/revoke-tokens.ts'
export { parseScopes, unionOfScopes } from './lib/scopes.ts'
export type { ServerTool, ToolList } from './lib/server-tool.ts'
export {
  pendingAuthorizationSchema,
  startAuthorization,
  type PendingAuthorization,
  type StartAuthorizationOptions,
  type StartedAuthorization,
} from './lib/start-authorization.ts'
export { tokenSetSchema, type TokenSet } from './lib/token-set.ts'
