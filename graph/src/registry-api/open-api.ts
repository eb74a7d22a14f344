import { SCHEMAS } from './api-schemas.ts'
import { EXTENSIONS } from './extension-operations.ts'

/** What the document says of the service as a whole. */
export interface ApiDocumentOptions {
  readonly version: string
  readonly graphUrl: string
}

/** Describes this registry's API: the standard's, and what it adds. OpenAPI 3.1. */
export function toApiDocument({ version, graphUrl }: ApiDocumentOptions) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Toolgraph: the MCP registry API',
      version,
      description:
        'The registry API v0.1 of the Model Context Protocol. "/v0" answers the same as "/v0.1".',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: graphUrl }],
    tags: [{ name: 'servers' }, { name: 'publish' }, { name: 'auth' }, { name: 'extensions' }],
    paths: Object.fromEntries(
      Object.entries(PATHS).map(([path, operations]) => [`/v0.1${path}`, operations]),
    ),
    components: { securitySchemes: { bearerAuth: BEARER }, schemas: SCHEMAS },
  }
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const answer = (description: string, schema: object) => ({ description, ...json(schema) })
const problem = (description: string) => ({
  description,
  content: {
    'application/json': { schema: ref('Problem') },
    'application/problem+json': { schema: ref('Problem') },
  },
})

const query = (name: string, schema: object, description: string) => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
})
const inPath = (name: string, description: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
})

const TEXT = { type: 'string' }
const SERVER_NAME = inPath('serverName', 'URL-encoded server name: "com.example%2Fmy-server"')
const VERSION = inPath('version', 'URL-encoded version: "1.0.0"')
const INCLUDE_DELETED = query(
  'include_deleted',
  { type: 'boolean', default: false },
  'Whether deleted versions are shown too',
)
const READ_PROBLEMS = { 404: problem('Server or version not found') }
const WRITE_PROBLEMS = {
  400: problem('The request cannot be carried out as it is'),
  401: problem('No token, or one that is not valid here'),
  403: problem('Not yours to change'),
  422: problem('The body is not what the standard allows; "errors" says where'),
  500: problem('A fault of ours'),
}

const read = (summary: string, operation: object) => ({ tags: ['servers'], summary, ...operation })
const write = (summary: string, body: object, operation: object) => ({
  tags: ['publish'],
  summary,
  security: [{ bearerAuth: [] }],
  requestBody: { required: true, ...json(body) },
  ...operation,
})

const PATHS = {
  '/servers': {
    get: read('List servers, every version, by name and version', {
      parameters: [
        query('cursor', TEXT, '`nextCursor` of the page before; it carries what was asked'),
        query('limit', { type: 'integer', minimum: 1, maximum: 100, default: 30 }, 'On a page'),
        query('search', TEXT, 'A part of the name, whatever its case'),
        query(
          'updated_since',
          { type: 'string', format: 'date-time' },
          'Changed in this registry then or later',
        ),
        query('version', TEXT, '"latest", or exactly this one'),
        INCLUDE_DELETED,
      ],
      responses: {
        200: answer('A page of servers', ref('ServerList')),
        400: problem('A parameter cannot be understood'),
        422: problem('A parameter is out of its range'),
      },
    }),
  },
  '/servers/{serverName}/versions': {
    get: read('List all versions of a server, newest publication first', {
      parameters: [SERVER_NAME, INCLUDE_DELETED],
      responses: { 200: answer('All versions', ref('ServerList')), ...READ_PROBLEMS },
    }),
  },
  '/servers/{serverName}/versions/{version}': {
    get: read('Get one version; "latest" is the latest', {
      parameters: [SERVER_NAME, VERSION, INCLUDE_DELETED],
      responses: { 200: answer('The version', ref('ServerResponse')), ...READ_PROBLEMS },
    }),
    put: write('Write a version anew; its name and version stay', ref('ServerDetail'), {
      parameters: [SERVER_NAME, VERSION],
      responses: {
        200: answer('The version as it stands now', ref('ServerResponse')),
        ...WRITE_PROBLEMS,
        ...READ_PROBLEMS,
      },
    }),
    delete: {
      tags: ['publish'],
      summary: 'Not supported: what was published leaves a trace; set its status to "deleted"',
      security: [{ bearerAuth: [] }],
      parameters: [SERVER_NAME, VERSION],
      responses: { 501: problem('Not supported by this registry') },
    },
  },
  '/servers/{serverName}/versions/{version}/status': {
    patch: write('Change the status of a version', ref('StatusUpdateRequest'), {
      parameters: [SERVER_NAME, VERSION],
      responses: {
        200: answer('The version as it stands now', ref('ServerResponse')),
        ...WRITE_PROBLEMS,
        ...READ_PROBLEMS,
      },
    }),
  },
  '/servers/{serverName}/status': {
    patch: write('Change the status of all versions at once', ref('StatusUpdateRequest'), {
      parameters: [SERVER_NAME],
      responses: {
        200: answer('The versions that were changed', ref('AllVersionsStatusResponse')),
        ...WRITE_PROBLEMS,
        ...READ_PROBLEMS,
      },
    }),
  },
  '/publish': {
    post: write('Publish a server, or a further version of it', ref('ServerDetail'), {
      responses: { 200: answer('What was published', ref('ServerResponse')), ...WRITE_PROBLEMS },
    }),
  },
  '/validate': {
    post: {
      tags: ['publish'],
      summary: 'Say all that is wrong with a server.json; publishes nothing',
      requestBody: { required: true, ...json({}) },
      responses: { 200: answer('What was found', ref('Verdict')) },
    },
  },
  '/auth/{method}': {
    post: {
      tags: ['auth'],
      summary: 'Exchange the proof of a namespace for a registry token',
      parameters: [
        {
          ...inPath('method', 'How it is proved'),
          schema: { enum: ['dns', 'http', 'github-at', 'github-oidc', 'none'] },
        },
      ],
      requestBody: { required: true, ...json({ type: 'object' }) },
      responses: {
        200: answer('A token for five minutes', ref('RegistryToken')),
        401: problem('The proof does not hold'),
        422: problem('The proof cannot be read'),
        501: problem('This registry does not take such proofs'),
      },
    },
  },
  '/ping': { get: read('Answer', { responses: { 200: answer('Here', { type: 'object' }) } }) },
  '/health': {
    get: read('How this service is', { responses: { 200: answer('Well', { type: 'object' }) } }),
  },
  '/version': {
    get: read('Which version runs', { responses: { 200: answer('It', { type: 'object' }) } }),
  },
  [`${EXTENSIONS}/search`]: {
    get: {
      tags: ['extensions'],
      summary: 'Find servers by what they can do, in English or Japanese, best first',
      parameters: [
        query('q', TEXT, 'The wish, in any words'),
        query('cursor', TEXT, '`nextCursor` of the page before'),
        query('limit', { type: 'integer', minimum: 1, maximum: 100, default: 20 }, 'On a page'),
      ],
      responses: {
        200: answer('A page of latest versions; each says why it was found', ref('ServerList')),
      },
    },
  },
  [`${EXTENSIONS}/mcp`]: {
    get: {
      tags: ['extensions'],
      summary: 'This registry as an MCP server: its endpoint and its tools',
      responses: { 200: answer('The server', { type: 'object' }) },
    },
  },
} as const

const BEARER = {
  type: 'http',
  scheme: 'bearer',
  description:
    'An access token of this registry’s issuer with the scope "servers:write", or a token of "/auth"',
}
