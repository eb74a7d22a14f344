import type { Transaction } from '@toolgraph/database'
import type { KnownServer, Publication } from '../registry/registry.ts'
import { toNameKey } from '../registry/server.ts'
import { toJson } from './json.ts'
import { authorizationColumns, factColumns, toolColumns } from './server-columns.ts'
import { writeTools } from './tool-rows.ts'

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
  const { version, tools, isLatest } = publication
  const serverId = known && !isLatest ? known.id : await writeServer(transaction, write)

  if (isLatest)
    await transaction.mcpServerVersion.updateMany({
      where: { serverId, isLatest: true, version: { not: version } },
      data: { isLatest: false },
    })
  const isBack = known?.published !== undefined && known.published.status !== 'active'
  await writeVersion(transaction, serverId, { publication, isBack })
  if (isLatest && tools) await writeTools(transaction, serverId, { ...publication, tools })
  return serverId
}

async function writeVersion(
  transaction: Transaction,
  serverId: string,
  { publication, isBack }: { publication: Publication; isBack: boolean },
): Promise<void> {
  const { version, serverJson, definition, isLatest, now } = publication
  const texts = {
    manifest: toJson(serverJson),
    ...(definition ? { definition: toJson(definition) } : {}),
  }
  await transaction.mcpServerVersion.upsert({
    where: { serverId_version: { serverId, version } },
    create: {
      serverId,
      version,
      ...texts,
      isLatest,
      statusChangedAt: now,
      publishedAt: now,
      updatedAt: now,
    },
    update: {
      ...texts,
      isLatest,
      updatedAt: now,
      ...(isBack ? { ...ACTIVE_AGAIN, statusChangedAt: now } : {}),
    },
  })
}

const ACTIVE_AGAIN = { status: 'active', statusMessage: null } as const

async function writeServer(
  transaction: Transaction,
  { known, publication }: Write,
): Promise<string> {
  const { name, version, visibility, facts, tools, authorization, ownerId, now } = publication
  const columns = {
    ...factColumns(facts),
    ...(tools ? toolColumns(facts, tools) : {}),
    ...authorizationColumns(authorization),
    version,
    status: 'active',
  } as const
  if (!known) {
    const created = await transaction.mcpServer.create({
      data: {
        ...columns,
        name,
        nameKey: toNameKey(name),
        visibility: visibility ?? 'public',
        source: 'published',
        ownerId,
        probeDueAt: facts.url ? now : null,
        publishedAt: now,
      },
      select: { id: true },
    })
    return created.id
  }

  const isMoved = known.url !== (facts.url ?? undefined) || known.status === 'deleted'
  await transaction.mcpServer.update({
    where: { id: known.id },
    data: {
      ...columns,
      ...(visibility ? { visibility } : {}),
      // What was known of its health is forgotten by the database.
      ...(isMoved ? { probeDueAt: facts.url ? now : null } : {}),
    },
  })
  return known.id
}
