import { Prisma } from '@toolgraph/database'
import * as z from 'zod'
import { iconUrlOf } from '../icons/icon-url.ts'
import { scopeReasonsSchema } from '../registry/server.ts'
import type {
  FoundTool,
  ResourceRecord,
  ScopeRecord,
  ServerRecord,
  ServerSummary,
} from '../registry/server-record.ts'

/** The columns of a summary. */
export const SUMMARY_SELECT = {
  id: true,
  name: true,
  title: true,
  description: true,
  version: true,
  baseUrl: true,
  iconUrl: true,
  tags: true,
  categories: true,
  region: true,
  scopes: true,
  oauthIssuer: true,
  healthState: true,
  _count: { select: { tools: true } },
} satisfies Prisma.McpServerSelect

/** The same of the row `s` of `graph."McpServer"`, as one JSON value. */
export const SUMMARY_COLUMNS = Prisma.sql`json_build_object('id', s.id, 'name', s.name, 'title', s.title,
  'description', s.description, 'version', s.version, 'baseUrl', s."baseUrl",
  'iconUrl', s."iconUrl", 'tags', coalesce(s.tags, '{}'), 'categories', coalesce(s.categories, '{}'), 'region', s.region,
  'scopes', coalesce(s.scopes, '{}'), 'oauthIssuer', s."oauthIssuer", 'healthState', s."healthState",
  '_count', json_build_object('tools',
    (SELECT count(*) FROM graph."McpTool" t WHERE t."serverId" = s.id)))`

/** The columns and relations of a whole record. */
export const RECORD_SELECT = {
  ...SUMMARY_SELECT,
  transport: true,
  websiteUrl: true,
  repositoryUrl: true,
  translations: true,
  scopeReasons: true,
  authorizationEndpoint: true,
  tokenEndpoint: true,
  jwksUri: true,
  visibility: true,
  status: true,
  source: true,
  healthCheckedAt: true,
  publishedAt: true,
  updatedAt: true,
  owner: { select: { id: true, name: true, type: true } },
  tools: { orderBy: [{ position: 'asc' }, { name: 'asc' }] },
} satisfies Prisma.McpServerSelect

/** The columns of a protected resource. */
export const RESOURCE_SELECT = {
  name: true,
  title: true,
  translations: true,
  baseUrl: true,
  oauthIssuer: true,
  scopes: true,
  scopeReasons: true,
} satisfies Prisma.McpServerSelect

/** A row of a summary. */
export type SummaryRow = Prisma.McpServerGetPayload<{ select: typeof SUMMARY_SELECT }>
type RecordRow = Prisma.McpServerGetPayload<{ select: typeof RECORD_SELECT }>
type ResourceRow = Prisma.McpServerGetPayload<{ select: typeof RESOURCE_SELECT }>

/** The columns of a tool that search has found. */
export const TOOL_SELECT = {
  id: true,
  name: true,
  title: true,
  description: true,
  inputSchema: true,
  annotations: true,
  scopes: true,
  server: { select: SUMMARY_SELECT },
} satisfies Prisma.McpToolSelect

/** Reads a row as a summary. */
export function toServerSummary(row: SummaryRow, graphUrl: string): ServerSummary {
  const { id, name, title, description, version, tags, categories } = row
  return {
    id,
    name,
    title,
    description,
    version,
    tags,
    categories,
    url: row.baseUrl ?? undefined,
    iconUrl: iconUrlOf(graphUrl, row),
    region: row.region ?? undefined,
    scopeNames: row.scopes,
    needsSignIn: asksForSignIn(row),
    health: row.healthState,
    toolCount: row._count.tools,
  }
}

/** Reads a row with its relations as a record. */
export function toServerRecord(row: RecordRow, graphUrl: string): ServerRecord {
  const { visibility, status, source, translations } = row
  return {
    ...toServerSummary(row, graphUrl),
    visibility,
    status,
    source,
    translations,
    transport: row.transport ?? undefined,
    websiteUrl: row.websiteUrl ?? undefined,
    repositoryUrl: row.repositoryUrl ?? undefined,
    oauthIssuer: row.oauthIssuer ?? undefined,
    authorizationEndpoint: row.authorizationEndpoint ?? undefined,
    tokenEndpoint: row.tokenEndpoint ?? undefined,
    jwksUri: row.jwksUri ?? undefined,
    scopes: toScopeRecords(row),
    owner: row.owner ?? undefined,
    healthCheckedAt: row.healthCheckedAt?.toISOString(),
    tools: row.tools.map(({ name, description, scopes, fingerprint, ...tool }) => ({
      name,
      description,
      scopes,
      fingerprint,
      title: tool.title ?? undefined,
      inputSchema: tool.inputSchema,
      outputSchema: tool.outputSchema ?? undefined,
      annotations: tool.annotations,
    })),
    publishedAt: row.publishedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** Reads a tool's row, with its server's. */
export function toFoundTool(
  row: Prisma.McpToolGetPayload<{ select: typeof TOOL_SELECT }>,
): FoundTool {
  const { id, name, description, inputSchema, annotations, scopes } = row
  const { name: serverName, title, baseUrl, healthState: health } = row.server
  return {
    id,
    name,
    description,
    inputSchema,
    annotations,
    scopes,
    title: row.title ?? undefined,
    server: {
      name: serverName,
      title,
      url: baseUrl ?? undefined,
      needsSignIn: asksForSignIn(row.server),
      health,
    },
  }
}

/** Reads a row as a protected resource. */
export function toResource(row: ResourceRow): ResourceRecord | undefined {
  const { baseUrl, oauthIssuer, name, title } = row
  if (baseUrl === null || oauthIssuer === null) return undefined
  const translations = titlesSchema.safeParse(row.translations).data ?? {}
  const titles = Object.entries(translations).flatMap(([locale, { title: translated }]) =>
    translated === undefined ? [] : [[locale, translated] as const],
  )
  return {
    resource: baseUrl,
    issuer: oauthIssuer,
    name,
    title,
    titles: Object.fromEntries(titles),
    scopes: toScopeRecords(row),
  }
}

/** The names of the scopes, each with its reason where the publisher gave one. */
export function toScopeRecords(row: { scopes: string[]; scopeReasons: unknown }): ScopeRecord[] {
  const reasons = scopeReasonsSchema.safeParse(row.scopeReasons).data ?? []
  const byName = new Map(reasons.map((reason) => [reason.name, reason]))
  return row.scopes.map((name) => byName.get(name) ?? { name, description: '', descriptions: {} })
}

const titlesSchema = z.record(z.string(), z.object({ title: z.string().optional() }))

/** A publisher's word or a reading's: the same rule as the search filter `auth`. */
function asksForSignIn(row: Pick<SummaryRow, 'oauthIssuer' | 'scopes' | 'healthState'>): boolean {
  return row.oauthIssuer !== null || row.scopes.length > 0 || row.healthState.startsWith('gated')
}
