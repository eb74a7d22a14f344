/** Where the rules stand; a case adds the operation or section. */
const openapi = (operation: string) => `Registry API OpenAPI 2025-12-01, ${operation}`

export const LIST = openapi('GET /v0.1/servers')
export const VERSIONS = openapi('GET /v0.1/servers/{serverName}/versions')
export const VERSION = openapi('GET /v0.1/servers/{serverName}/versions/{version}')
export const EDIT = openapi('PUT /v0.1/servers/{serverName}/versions/{version}')
export const DELETE = openapi('DELETE /v0.1/servers/{serverName}/versions/{version}')
export const STATUS = openapi('PATCH /v0.1/servers/{serverName}/versions/{version}/status')
export const BULK_STATUS = openapi('PATCH /v0.1/servers/{serverName}/status')
export const PUBLISH = openapi('POST /v0.1/publish')
export const META = openapi('ServerResponse._meta')

export const SERVER_JSON = 'server.json schemas, static.modelcontextprotocol.io/schemas'
export const OFFICIAL_LIST = 'Official registry API, Server list filtering'
export const OFFICIAL_STATUS = 'Official registry API, Server status'
export const OFFICIAL_AUTH = 'Official registry API, Authentication'
export const OFFICIAL_VALIDATE = 'Official registry API, POST /v0.1/validate'
export const OFFICIAL_ERRORS = 'Official registry API, errors (RFC 9457 problem+json)'
export const REQUIREMENTS = 'Official registry requirements, server.json'
export const VERSIONING = 'Registry documentation, Versioning'
export const AGGREGATORS = 'Registry documentation, Aggregators'
export const VS_CODE = 'VS Code, mcpGalleryManifestService and mcpGalleryService'
export const COPILOT =
  'GitHub Copilot, Configure an MCP registry: required endpoints and CORS headers'
