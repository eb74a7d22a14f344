import * as z from 'zod'

/** How a server answered its last probe. */
export const healthStateSchema = z.enum([
  'open',
  'gated',
  'gated_broken',
  'wrong_transport',
  'not_mcp',
  'down',
  'unknown',
])

/** A scope that tools of a server ask for, and why. */
export const scopeRecordSchema = z.object({
  name: z.string(),
  description: z.string(),
  descriptions: z.record(z.string(), z.string()).describe('The same in other languages'),
})

const moment = z.iso.datetime()
const texts = z.array(z.string())

/** The least that a list says of a server. */
export const serverSummarySchema = z.object({
  id: z.uuid(),
  name: z.string().describe('Registry name'),
  title: z.string(),
  description: z.string(),
  version: z.string(),
  url: z.string().optional().describe('MCP endpoint; absent for a server that is only a package'),
  iconUrl: z.string().optional().describe('Where its picture is; absent where it names none'),
  tags: texts,
  categories: texts,
  region: z.string().optional(),
  scopeNames: texts.describe('Scopes that its tools ask for'),
  needsSignIn: z.boolean(),
  health: healthStateSchema,
  toolCount: z.int(),
})

/** The same for agents, which see no pictures. */
export const briefServerSchema = serverSummarySchema.omit({ iconUrl: true })

/** A tool of a record. */
export const toolRecordSchema = z.object({
  name: z.string(),
  title: z.string().optional(),
  description: z.string(),
  inputSchema: z.unknown().describe('JSON Schema of its arguments'),
  outputSchema: z.unknown().optional(),
  annotations: z.unknown(),
  scopes: texts,
  fingerprint: z.string(),
})

/** All that the registry says of a server. */
export const serverRecordSchema = serverSummarySchema.extend({
  transport: z.string().optional(),
  websiteUrl: z.string().optional(),
  repositoryUrl: z.string().optional(),
  translations: z.unknown(),
  oauthIssuer: z.string().optional(),
  authorizationEndpoint: z.string().optional(),
  tokenEndpoint: z.string().optional(),
  jwksUri: z.string().optional(),
  scopes: z.array(scopeRecordSchema),
  visibility: z.enum(['public', 'organization', 'private']),
  status: z.enum(['active', 'deprecated', 'deleted']),
  source: z.enum(['published', 'imported', 'catalog']),
  owner: z.object({ id: z.uuid(), name: z.string(), type: z.string() }).optional(),
  healthCheckedAt: moment.optional(),
  tools: z.array(toolRecordSchema),
  publishedAt: moment,
  updatedAt: moment,
})

/** A protected resource as an issuer needs it: its names, its issuer, its scopes with their reasons. */
export const resourceRecordSchema = z.object({
  resource: z.string().describe('The URI, exactly as it was asked for'),
  name: z.string(),
  title: z.string(),
  titles: z.record(z.string(), z.string()),
  issuer: z.string().describe("The issuer that the server's own metadata names"),
  scopes: z.array(scopeRecordSchema),
})

/** A tool with the server that has it. */
export const foundToolSchema = toolRecordSchema
  .omit({ fingerprint: true, outputSchema: true })
  .extend({
    id: z.uuid(),
    server: serverSummarySchema.pick({
      name: true,
      title: true,
      url: true,
      needsSignIn: true,
      health: true,
    }),
  })

/** How a server answered its last probe. */
export type HealthState = z.infer<typeof healthStateSchema>
/** A scope that tools of a server ask for, and why. */
export type ScopeRecord = z.infer<typeof scopeRecordSchema>
/** The least that a list says of a server. */
export type ServerSummary = z.infer<typeof serverSummarySchema>
/** All that the registry says of a server. */
export type ServerRecord = z.infer<typeof serverRecordSchema>
/** A protected resource as an issuer needs it. */
export type ResourceRecord = z.infer<typeof resourceRecordSchema>
/** A tool with the server that has it. */
export type FoundTool = z.infer<typeof foundToolSchema>
