import { changeKnownServer } from './change-known-server.ts'
import type { RegistryContext } from './registry.ts'

/**
 * Takes a server out of the registry. Its name stays its owner's, who can restore it. The same again changes nothing.
 *
 * @throws RegistryError, OwnershipError, AccessError
 */
export async function withdrawServer(
  context: RegistryContext,
  { serverId }: { serverId: string },
): Promise<{ serverId: string }> {
  const action = 'server.withdraw'
  return changeKnownServer(context, { serverId, action }, async (edit, known) => {
    if (known.status === 'deleted') return { serverId: known.id }
    await edit.withdraw(known.id, context.now())
    await edit.append(known.id, { kind: 'withdrawn' })
    return { serverId: known.id }
  })
}
