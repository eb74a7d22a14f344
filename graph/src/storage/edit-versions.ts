import type { Transaction } from '@toolgraph/database'
import type { StatusChange, VersionEdit } from '../registry/registry.ts'
import type { ServerChanges } from '../registry/server.ts'
import { withChanges } from '../registry/with-changes.ts'
import { assertFree } from './claims.ts'
import { toJson } from './json.ts'
import { bringTo, refreshLatest } from './latest-version.ts'

/**
 * `RegistryEdit.setStatus`. Whoever asks what changed since then hears of it.
 *
 * @param isOperator Whether it is an operator's word, which no import changes back
 * @returns The versions that were not so already
 */
export async function setStatus(
  transaction: Transaction,
  serverId: string,
  { version, status, statusMessage, now, isOperator }: StatusChange & { isOperator: boolean },
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
  if (isOperator)
    await transaction.mcpServerVersion.updateMany({
      where: { serverId, ...(version === undefined ? {} : { version }) },
      data: { isHeld: status !== 'active' },
    })
  if (changed.length > 0) await refreshLatest(transaction, serverId, now)
  return changed.map((row) => row.version)
}

/** What changes of a server without a new version stands in its latest version too, in both forms. */
export async function changeLatest(
  transaction: Transaction,
  serverId: string,
  { changes, now }: { changes: ServerChanges; now: Date },
): Promise<void> {
  const latest = await transaction.mcpServerVersion.findFirst({
    where: { serverId, isLatest: true },
    select: { id: true, manifest: true, definition: true },
  })
  if (!latest) return
  const { id, manifest, definition } = latest
  const own = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  await transaction.mcpServerVersion.update({
    where: { id },
    data: {
      manifest: toJson(withChanges(Object(manifest), changes)),
      ...(definition === null ? {} : { definition: toJson({ ...Object(definition), ...own }) }),
      updatedAt: now,
    },
  })
}

/**
 * `RegistryEdit.restore`: what was deleted last comes back, as it was before. What never stood here, as it arrived
 * deleted, comes back active.
 */
export async function restoreVersions(
  transaction: Transaction,
  serverId: string,
  now: Date,
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE graph."McpServerVersion" SET "statusChangedAt" = ${now}, "updatedAt" = ${now},
      status = coalesce("statusBefore", 'active'), "statusMessage" = "messageBefore",
      "isHeld" = coalesce("heldBefore", false)
    WHERE "serverId" = ${serverId}::uuid AND status = 'deleted'
      AND "statusChangedAt" IS NOT DISTINCT FROM (SELECT max("statusChangedAt")
        FROM graph."McpServerVersion" WHERE "serverId" = ${serverId}::uuid AND status = 'deleted')`
  await refreshLatest(transaction, serverId, now)
}

/**
 * `RegistryEdit.withdraw`: all that stands is deleted, and each version is a tombstone.
 *
 * @param isOperator Whether an operator does it, which no import undoes
 */
export async function withdrawVersions(
  transaction: Transaction,
  serverId: string,
  { now, isOperator }: { now: Date; isOperator: boolean },
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE graph."McpServerVersion" SET status = 'deleted', "statusChangedAt" = ${now}, "updatedAt" = ${now}
    WHERE "serverId" = ${serverId}::uuid AND status <> 'deleted'`
  if (isOperator)
    await transaction.mcpServerVersion.updateMany({ where: { serverId }, data: { isHeld: true } })
  await refreshLatest(transaction, serverId, now)
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
