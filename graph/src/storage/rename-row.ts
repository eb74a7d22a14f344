import type { Transaction } from '@toolgraph/database'
import { nameTaken } from '../registry/errors.ts'
import { toNameKey } from '../registry/server.ts'
import { toJson } from './json.ts'

interface Rename {
  serverId: string
  from: string
  to: string
  now: Date
}

/**
 * `RegistryEdit.rename`: the server's row, its old name, and the name within each of its versions, which whoever asks
 * what changed since then hears of.
 *
 * @returns How many names of its past it holds now
 * @throws RegistryError `ERR_SERVER_NAME_TAKEN`
 */
export async function renameRow(transaction: Transaction, rename: Rename): Promise<number> {
  const { serverId, from, to, now } = rename
  const [oldKey, newKey] = [toNameKey(from), toNameKey(to)]
  const taken = await transaction.mcpServerAlias.findFirst({
    where: { nameKey: newKey, serverId: { not: serverId } },
    select: { serverId: true },
  })
  if (taken) throw nameTaken(to)
  const { moderation } = await transaction.mcpServer.findUniqueOrThrow({
    where: { id: serverId },
    select: { moderation: true },
  })
  const isDisputed = moderation === 'disputed'
  await transaction.mcpServer.update({
    where: { id: serverId },
    data: {
      name: to,
      nameKey: newKey,
      // It was not shown for the name that it lost; this one is its owner's.
      ...(isDisputed ? { moderation: 'clear', moderationNote: null, probeDueAt: now } : {}),
    },
  })
  await transaction.mcpServerAlias.deleteMany({ where: { nameKey: newKey } })
  if (newKey !== oldKey && !isDisputed)
    await transaction.mcpServerAlias.create({
      data: { nameKey: oldKey, name: from, serverId, createdAt: now },
    })
  await renameVersions(transaction, rename)
  return transaction.mcpServerAlias.count({ where: { serverId } })
}

async function renameVersions(
  transaction: Transaction,
  { serverId, to: name, now }: Rename,
): Promise<void> {
  const versions = await transaction.mcpServerVersion.findMany({
    where: { serverId },
    select: { id: true, manifest: true, definition: true },
  })
  for (const { id, manifest, definition } of versions)
    await transaction.mcpServerVersion.update({
      where: { id },
      data: {
        manifest: toJson({ ...Object(manifest), name }),
        ...(definition === null ? {} : { definition: toJson({ ...Object(definition), name }) }),
        updatedAt: now,
      },
    })
}
