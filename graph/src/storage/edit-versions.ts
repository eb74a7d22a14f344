import type { Transaction } from '@toolgraph/database'
import type { StatusChange, VersionEdit } from '../registry/registry.ts'
import { assertFree } from './claims.ts'
import { toJson } from './json.ts'
import { bringTo, refreshLatest } from './latest-version.ts'

/**
 * `RegistryEdit.setStatus`. Whoever asks what changed since then hears of it.
 *
 * @returns The versions that were not so already
 */
export async function setStatus(
  transaction: Transaction,
  serverId: string,
  { version, status, statusMessage, now }: StatusChange,
): Promise<string[]> {
  const message = statusMessage ?? null
  const only = version ?? null
  const changed = await transaction.$queryRaw<{ version: string }[]>`
    UPDATE graph."McpServerVersion" SET status = ${status}::graph."ServerStatus",
      "statusMessage" = ${message}, "updatedAt" = ${now},
      "statusChangedAt" = CASE WHEN status::text = ${status} THEN "statusChangedAt" ELSE ${now} END
    WHERE "serverId" = ${serverId}::uuid AND (${only}::text IS NULL OR version = ${only})
      AND (status::text, "statusMessage") IS DISTINCT FROM (${status}, ${message}::text)
    RETURNING version`
  if (changed.length > 0) await refreshLatest(transaction, serverId, now)
  return changed.map((row) => row.version)
}

/** `RegistryEdit.editVersion`: the row of the version, and the server's where it is the latest. */
export async function editVersion(
  transaction: Transaction,
  serverId: string,
  { version, serverJson, definition, claims, now }: VersionEdit,
): Promise<void> {
  const { isLatest } = await transaction.mcpServerVersion.update({
    where: { serverId_version: { serverId, version } },
    data: {
      manifest: toJson(serverJson),
      ...(definition ? { definition: toJson(definition) } : {}),
      updatedAt: now,
    },
    select: { isLatest: true },
  })
  if (!isLatest) return
  await assertFree(transaction, serverId, claims)
  await bringTo(transaction, serverId, version, now)
}
