import { assertWithin } from '../limits/assert-within.ts'
import { changeKnownServer } from './change-known-server.ts'
import { formerNameLimit } from './errors.ts'
import { parseInput } from './parse-input.ts'
import type { RegistryContext } from './registry.ts'
import { serverName } from './server.ts'
import { assertScope } from './viewer.ts'

/** How many names of its past a server may hold. */
export const MAX_FORMER_NAMES = 10

/**
 * Gives a server another name. The old one goes on leading to it on every face, and is never given to another; a
 * server may take one of its old names back.
 *
 * @throws RegistryError, NamespaceError, OwnershipError, AccessError, LimitError
 */
export async function renameServer(
  context: RegistryContext,
  { serverId, name: given }: { serverId: string; name: unknown },
): Promise<{ serverId: string }> {
  assertScope(context.viewer, 'servers:write')
  const newName = parseInput(serverName, given, 'the name')
  await assertWithin(context, 'publish')
  const action = 'server.rename'
  return changeKnownServer(context, { serverId, action, newName }, async (edit, known) => {
    if (known.name === newName) return { serverId: known.id }
    const { formerNames } = await edit.rename(known.id, newName, context.now())
    if (formerNames > MAX_FORMER_NAMES) throw formerNameLimit(known.name, MAX_FORMER_NAMES)
    await edit.append(known.id, { kind: 'renamed' })
    return { serverId: known.id }
  })
}
