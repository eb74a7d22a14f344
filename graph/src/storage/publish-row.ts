import type { Transaction } from '@toolgraph/database'
import type { KnownServer, Publication } from '../registry/registry.ts'
import { toNameKey } from '../registry/server.ts'
import { toServerJson } from '../registry/to-server-json.ts'
import { toJson } from './json.ts'
import { summarizeTools, writeTools } from './tool-rows.ts'

interface Write {
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
  const texts = { manifest: toJson(toServerJson(manifest)), definition: toJson(manifest) }
  await transaction.mcpServerVersion.upsert({
    where: { serverId_version: { serverId, version: manifest.version } },
    create: {
      serverId,
      version: manifest.version,
      ...texts,
      isLatest,
      publishedAt: now,
      updatedAt: now,
    },
    update: { ...texts, isLatest, status: 'active', updatedAt: now },
  })
  if (isLatest) await writeTools(transaction, serverId, publication)
  return serverId
}

async function writeServer(
  transaction: Transaction,
  { known, publication }: Write,
): Promise<string> {
  const { manifest, ownerId, now } = publication
  const columns = toColumns(publication)
  if (!known) {
    const created = await transaction.mcpServer.create({
      data: {
        ...columns,
        name: manifest.name,
        nameKey: toNameKey(manifest.name),
        visibility: manifest.visibility ?? 'public',
        source: 'published',
        ownerId,
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
    title,
    description,
    version,
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
    toolsSummary: toJson(summarizeTools(tools)),
  } as const
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
