import { Prisma, type Transaction } from '@toolgraph/database'
import type { KnownServer, Publication } from '../registry/registry.ts'
import type { Tool } from '../registry/tool.ts'
import type { Viewer } from '../registry/viewer.ts'
import { appendEvent } from './event-log.ts'
import { toJson } from './json.ts'

interface Write {
  viewer: Viewer
  known: KnownServer | undefined
  publication: Publication
}

/**
 * Writes a publication: the server's row, the version's, the tools' and what changed in them.
 *
 * @returns The server's id
 */
export async function publishRow(transaction: Transaction, write: Write): Promise<string> {
  const { known, publication } = write
  const { manifest, isLatest, now } = publication
  const serverId = known && !isLatest ? known.id : await writeServer(transaction, write)

  if (isLatest)
    await transaction.mcpServerVersion.updateMany({
      where: { serverId, isLatest: true, version: { not: manifest.version } },
      data: { isLatest: false },
    })
  await transaction.mcpServerVersion.upsert({
    where: { serverId_version: { serverId, version: manifest.version } },
    create: {
      serverId,
      version: manifest.version,
      manifest: toJson(manifest),
      isLatest,
      publishedAt: now,
      updatedAt: now,
    },
    update: { manifest: toJson(manifest), isLatest, status: 'active', updatedAt: now },
  })
  if (isLatest) await writeTools(transaction, serverId, publication)
  return serverId
}

async function writeServer(
  transaction: Transaction,
  { viewer, known, publication }: Write,
): Promise<string> {
  const { manifest, now } = publication
  const columns = toColumns(publication)
  if (!known) {
    const owner = await ownerOf(transaction, viewer)
    const created = await transaction.mcpServer.create({
      data: {
        ...columns,
        name: manifest.name,
        nameKey: manifest.name.toLowerCase(),
        visibility: manifest.visibility ?? 'public',
        source: 'published',
        ownerId: owner.id,
        probeDueAt: manifest.url ? now : null,
        publishedAt: now,
      },
      select: { id: true },
    })
    return created.id
  }

  const isMoved = known.url !== manifest.url || known.status === 'deleted'
  await transaction.mcpServer.update({
    where: { id: known.id },
    data: {
      ...columns,
      ...(manifest.visibility ? { visibility: manifest.visibility } : {}),
      ...(isMoved ? { ...NEVER_PROBED, probeDueAt: manifest.url ? now : null } : {}),
    },
  })
  return known.id
}

const NEVER_PROBED = {
  healthState: 'unknown',
  healthCheckedAt: null,
  latencyMs: null,
  protocolEra: null,
  healthDetail: null,
  healthToolCount: null,
  probeFailures: 0,
} as const

function toColumns({ manifest, authorization, tools }: Publication) {
  const { title, description, version, scopes = [] } = manifest
  return {
    ...{ title, description, version },
    status: 'active',
    baseUrl: manifest.url ?? null,
    transport: manifest.url ? 'streamable-http' : null,
    websiteUrl: manifest.websiteUrl ?? null,
    repositoryUrl: manifest.repositoryUrl ?? null,
    tags: manifest.tags ?? [],
    categories: manifest.categories ?? [],
    region: manifest.region ?? null,
    translations: toJson(manifest.translations ?? {}),
    oauthIssuer: authorization.issuer ?? null,
    authorizationEndpoint: authorization.authorizationEndpoint ?? null,
    tokenEndpoint: authorization.tokenEndpoint ?? null,
    jwksUri: authorization.jwksUri ?? null,
    scopes: unique([...scopes.map(({ name }) => name), ...tools.flatMap((tool) => tool.scopes)]),
    scopeReasons: toJson(scopes),
    toolsSummary: toJson(summarize(tools)),
  } as const
}

function summarize(tools: readonly Tool[]) {
  const hints = tools.map(({ annotations }) => Object(annotations) as Record<string, unknown>)
  return {
    total: tools.length,
    readOnly: hints.filter((hint) => hint['readOnlyHint'] === true).length,
    destructive: hints.filter((hint) => hint['destructiveHint'] === true).length,
    names: tools.map(({ name }) => name),
  }
}

/** The person's own row, made when they first publish. */
function ownerOf(transaction: Transaction, { subject, clientId, name }: Viewer) {
  return transaction.mcpOwner.upsert({
    where: { subject },
    create: { type: 'person', subject, name: name ?? clientId },
    update: name === undefined ? {} : { name },
    select: { id: true },
  })
}

async function writeTools(
  transaction: Transaction,
  serverId: string,
  { tools, changes, now }: Publication,
): Promise<void> {
  const names = tools.map(({ name }) => name)
  await transaction.mcpTool.deleteMany({ where: { serverId, name: { notIn: names } } })
  const known = await transaction.mcpTool.findMany({
    where: { serverId },
    select: { name: true },
  })
  const knownNames = new Set(known.map(({ name }) => name))
  const rows = tools.map((tool, position) => toToolRow(tool, { serverId, position }))
  await transaction.mcpTool.createMany({ data: rows.filter(({ name }) => !knownNames.has(name)) })
  for (const row of rows.filter(({ name }) => knownNames.has(name)))
    await transaction.mcpTool.update({
      where: { serverId_name: { serverId, name: row.name } },
      data: row,
    })

  if (changes.length === 0) return
  await transaction.toolChange.createMany({
    data: changes.map(({ toolName, kind, severity, before, after }) => ({
      ...{ serverId, toolName, kind, severity, detectedAt: now },
      before: before ? toJson(before) : Prisma.DbNull,
      after: after ? toJson(after) : Prisma.DbNull,
    })),
  })
  await appendEvent(transaction, {
    topic: 'tools',
    serverId,
    payload: {
      changes: changes.map(({ toolName, kind, severity }) => ({ toolName, kind, severity })),
    },
  })
}

function toToolRow(
  tool: Tool,
  { serverId, position }: { serverId: string; position: number },
): Prisma.McpToolCreateManyInput {
  const { name, description, fingerprint } = tool
  return {
    ...{ serverId, position, name, description, fingerprint },
    title: tool.title ?? null,
    inputSchema: toJson(tool.inputSchema),
    outputSchema: tool.outputSchema ? toJson(tool.outputSchema) : Prisma.DbNull,
    annotations: toJson(tool.annotations ?? {}),
    scopes: [...tool.scopes],
    translations: toJson(tool.translations ?? {}),
  }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
