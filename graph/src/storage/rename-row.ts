import type { Transaction } from '@toolgraph/database'
import { nameTaken } from '../registry/errors.ts'
import { toNameKey } from '../registry/server.ts'

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

/** So many versions are rewritten in one statement. */
const VERSIONS_AT_ONCE = 200

async function renameVersions(
  transaction: Transaction,
  { serverId, to: name, now }: Rename,
): Promise<void> {
  let last: string | undefined
  for (;;) {
    const page = await transaction.mcpServerVersion.findMany({
      where: { serverId, ...(last === undefined ? {} : { id: { gt: last } }) },
      select: { id: true, manifest: true, definition: true },
      orderBy: { id: 'asc' },
      take: VERSIONS_AT_ONCE,
    })
    if (page.length > 0) await writeNames(transaction, page, { name, now })
    last = page.at(-1)?.id
    if (page.length < VERSIONS_AT_ONCE) return
  }
}

interface VersionTexts {
  id: string
  manifest: unknown
  definition: unknown
}

/** Written here and not by `jsonb_set`, which would forget the order of the fields. */
async function writeNames(
  transaction: Transaction,
  versions: readonly VersionTexts[],
  { name, now }: Pick<Rename, 'now'> & { name: string },
): Promise<void> {
  const renamed = (text: unknown) =>
    text === null ? null : JSON.stringify({ ...Object(text), name })
  await transaction.$executeRaw`
    UPDATE graph."McpServerVersion" v
    SET manifest = r.manifest::json, definition = r.definition::json, "updatedAt" = ${now}
    FROM unnest(${versions.map(({ id }) => id)}::uuid[],
      ${versions.map(({ manifest }) => renamed(manifest))}::text[],
      ${versions.map(({ definition }) => renamed(definition))}::text[]) AS r (id, manifest, definition)
    WHERE v.id = r.id`
}
