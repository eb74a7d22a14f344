import * as z from 'zod'
import type { Action } from '../ownership/permissions.ts'
import { assertKnown } from './assert-known.ts'
import { versionNotFound, versionUnchanged } from './errors.ts'
import { parseInput } from './parse-input.ts'
import type { KnownServer, RegistryContext, RegistryEdit } from './registry.ts'
import { line } from './tool.ts'
import { assertScope } from './viewer.ts'

/** What a change of status takes. */
export const statusChangeSchema = z
  .object({
    status: z.enum(['active', 'deprecated', 'deleted']),
    statusMessage: z
      .string()
      .max(500)
      .nullish()
      .transform((text) => text?.trim() || undefined)
      .pipe(line(500).optional()),
  })
  .refine(({ status, statusMessage }) => status !== 'active' || statusMessage === undefined, {
    error: 'must not be given with the status "active"',
    path: ['statusMessage'],
  })

/** What a change of status did. */
export interface StatusChanged {
  readonly serverId: string
  /** The versions that were changed. */
  readonly versions: readonly string[]
}

/**
 * Changes the status of one version of a server, or of all of them at once. The latest version is decided anew among
 * those that are not deleted; a server without any is withdrawn.
 *
 * @param request `version`: which one (default: all)
 * @throws RegistryError, OwnershipError, AccessError
 */
export async function setVersionStatus(
  context: RegistryContext,
  { name, version, input }: { name: string; version?: string | undefined; input: unknown },
): Promise<StatusChanged> {
  const viewer = assertScope(context.viewer, 'servers:write')
  const { status, statusMessage } = parseInput(statusChangeSchema, input, 'the status')
  const change = { viewer, name, ...(version === undefined ? {} : { version }) }

  return context.registry.change(change, async (edit, found) => {
    const action = await findAction(edit, found, { status, version })
    const known = await assertKnown(context, action, { name, known: found })
    if (version !== undefined && !known.published) throw versionNotFound(name, version)
    const now = context.now()
    const versions = await edit.setStatus(known.id, { version, status, statusMessage, now })
    if (versions.length === 0) throw versionUnchanged(name, status)
    await edit.append(known.id, { kind: status === 'deleted' ? 'withdrawn' : 'updated' })
    return { serverId: known.id, versions }
  })
}

/** What is out of the registry, or is to be, is not every publisher's to change. */
async function findAction(
  edit: RegistryEdit,
  known: KnownServer | undefined,
  { status, version }: { status: KnownServer['status']; version: string | undefined },
): Promise<Action> {
  if (status === 'deleted') return 'server.withdraw'
  if (!known) return 'server.status'
  const isOut =
    version === undefined
      ? (await edit.countVersions(known.id, 'deleted')) > 0
      : known.published?.status === 'deleted'
  return isOut || known.status === 'deleted' ? 'server.restore' : 'server.status'
}
