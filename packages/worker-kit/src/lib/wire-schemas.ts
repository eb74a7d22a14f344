import * as z from 'zod'

/** What a client says of a request besides its arguments. */
const meta = z.looseObject({
  progressToken: z.union([z.string(), z.int()]).optional(),
  'io.modelcontextprotocol/related-task': z.object({ taskId: z.string() }).optional(),
})
const base = { _meta: meta.optional() }
const any = z.looseObject({ _meta: meta.optional() })
const json = z.record(z.string(), z.unknown())

/** JSON-RPC messages; a request of MCP has no id `null`. */
export const messageSchemas = {
  request: z.strictObject({
    jsonrpc: z.literal('2.0'),
    id: z.union([z.string(), z.int()]),
    method: z.string(),
    params: any.optional(),
  }),
  notification: z.strictObject({
    jsonrpc: z.literal('2.0'),
    method: z.string(),
    params: any.optional(),
  }),
  response: z.union([
    z.strictObject({
      jsonrpc: z.literal('2.0'),
      id: z.union([z.string(), z.int()]),
      result: any,
    }),
    z.strictObject({
      jsonrpc: z.literal('2.0'),
      id: z.union([z.string(), z.int()]).optional(),
      error: z.object({
        code: z.int(),
        message: z.string(),
        data: z.unknown().optional(),
      }),
    }),
  ]),
}

const icon = z.object({
  src: z.string(),
  mimeType: z.string().optional(),
  sizes: z.array(z.string()).optional(),
  theme: z.enum(['light', 'dark']).optional(),
})
const implementation = z.object({
  name: z.string(),
  title: z.string().optional(),
  version: z.string(),
  websiteUrl: z.string().optional(),
  description: z.string().optional(),
  icons: z.array(icon).optional(),
})
const clientCapabilities = z.object({
  experimental: z.record(z.string(), json).optional(),
  sampling: z.object({ context: json.optional(), tools: json.optional() }).optional(),
  elicitation: z
    .looseObject({
      form: z.looseObject({ applyDefaults: z.boolean().optional() }).optional(),
      url: json.optional(),
    })
    .optional(),
  roots: z.object({ listChanged: z.boolean().optional() }).optional(),
  extensions: z.record(z.string(), json).optional(),
})

/** Levels of MCP logging, the least first. */
export const LEVELS = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] as const
const level = z.enum(LEVELS)

/** What stands in `_meta` of each request of 2026-07-28. */
export const envelopeSchema = z.looseObject({
  progressToken: z.union([z.string(), z.int()]).optional(),
  'io.modelcontextprotocol/protocolVersion': z.string(),
  'io.modelcontextprotocol/clientInfo': implementation.optional(),
  'io.modelcontextprotocol/clientCapabilities': clientCapabilities,
  'io.modelcontextprotocol/logLevel': level.optional(),
})

const page = z.object({ ...base, cursor: z.string().optional() }).optional()
const resumed = {
  ...base,
  // What is not as it should be answers nothing.
  inputResponses: z.unknown().optional(),
  requestState: z.string().optional(),
}
const texts = z.record(z.string(), z.string())

/** Parameters by method. */
export const paramSchemas = {
  'server/discover': any.optional(),
  'subscriptions/listen': z.object({
    ...base,
    notifications: z.object({
      toolsListChanged: z.boolean().optional(),
      promptsListChanged: z.boolean().optional(),
      resourcesListChanged: z.boolean().optional(),
      resourceSubscriptions: z.array(z.string()).optional(),
    }),
  }),
  initialize: z.object({
    ...base,
    protocolVersion: z.string(),
    capabilities: clientCapabilities,
    clientInfo: implementation,
  }),
  ping: any.optional(),
  'logging/setLevel': z.object({ ...base, level }),
  'tools/list': page,
  'tools/call': z.object({
    ...resumed,
    name: z.string(),
    arguments: json.optional(),
  }),
  'resources/list': page,
  'resources/templates/list': page,
  'resources/read': z.object({ ...resumed, uri: z.string() }),
  'prompts/list': page,
  'prompts/get': z.object({
    ...resumed,
    name: z.string(),
    arguments: texts.optional(),
  }),
  'completion/complete': z.object({
    ...base,
    ref: z.discriminatedUnion('type', [
      z.object({ type: z.literal('ref/prompt'), name: z.string() }),
      z.object({ type: z.literal('ref/resource'), uri: z.string() }),
    ]),
    argument: z.object({ name: z.string(), value: z.string() }),
    context: z.object({ arguments: texts.optional() }).optional(),
  }),
}

const base64 = z.string().refine(isBase64, { message: 'must be base64' })
const annotations = z.object({
  audience: z.array(z.enum(['user', 'assistant'])).optional(),
  priority: z.number().min(0).max(1).optional(),
  lastModified: z.iso.datetime({ offset: true }).optional(),
})
const extra = { annotations: annotations.optional(), _meta: json.optional() }
const contents = {
  uri: z.string(),
  mimeType: z.string().optional(),
  _meta: json.optional(),
}
const resourceContents = z.union([
  z.object({ ...contents, text: z.string() }),
  z.object({ ...contents, blob: base64 }),
])
const contentBlock = z.union([
  z.object({ type: z.literal('text'), text: z.string(), ...extra }),
  z.object({
    type: z.literal('image'),
    data: base64,
    mimeType: z.string(),
    ...extra,
  }),
  z.object({
    type: z.literal('audio'),
    data: base64,
    mimeType: z.string(),
    ...extra,
  }),
  z.object({
    type: z.literal('resource_link'),
    uri: z.string(),
    name: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    mimeType: z.string().optional(),
    size: z.number().optional(),
    icons: z.array(icon).optional(),
    ...extra,
  }),
  z.object({
    type: z.literal('resource'),
    resource: resourceContents,
    ...extra,
  }),
])

/** Results that a handler may have made wrong. */
export const resultSchemas = {
  tool: z.looseObject({
    content: z.array(contentBlock),
    structuredContent: z.unknown().optional(),
    isError: z.boolean().optional(),
  }),
  resource: z.looseObject({ contents: z.array(resourceContents) }),
  prompt: z.looseObject({
    description: z.string().optional(),
    messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content: contentBlock })),
  }),
}

function isBase64(text: string): boolean {
  try {
    atob(text)
    return true
  } catch {
    return false
  }
}
