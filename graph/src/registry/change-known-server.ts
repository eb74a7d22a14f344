import * as z from 'zod'
import { forbidden } from '../ownership/errors.ts'
import { assertMay, isAllowed, type Action } from '../ownership/permissions.ts'
import { serverNotFound } from './errors.ts'
import { parseInput } from './parse-input.ts'
import type { KnownServer, RegistryContext, RegistryEdit } from './registry.ts'
import { assertScope } from './viewer.ts'

/** Which server is changed, and what the viewer must be allowed to. */
export interface KnownChange {
  readonly serverId: string
  readonly action: Action
  /** A name that it is to have, held like the one it has. */
  readonly newName?: string | undefined
}

/**
 * The way into every change of a server that stands: its name is locked, and the viewer's role is asked under the
 * lock.
 *
 * @throws RegistryError, OwnershipError, AccessError
 */
export async function changeKnownServer<result>(
  context: RegistryContext,
  { serverId, action, newName }: KnownChange,
  work: (edit: RegistryEdit, known: KnownServer) => Promise<result>,
): Promise<result> {
  const viewer = assertScope(context.viewer, 'servers:write')
  const id = parseInput(z.uuid(), serverId, 'the id')
  const { name } = await assertMay(context, action, { serverId: id })
  const change = { viewer, name, ...(newName === undefined ? {} : { newName }) }

  return context.registry.change(change, async (edit, known) => {
    // It was renamed, or changed hands, since we looked.
    if (!known || known.id !== id) throw serverNotFound(serverId)
    if (!isAllowed(context, known.role, action)) throw forbidden(action, known.name)
    return work(edit, known)
  })
}
