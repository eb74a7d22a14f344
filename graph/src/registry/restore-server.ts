import { changeKnownServer } from './change-known-server.ts'
import type { RegistryContext } from './registry.ts'

/**
 * Brings a withdrawn server back, with the versions that were withdrawn with it. One that stands is left as it is.
 *
 * @throws RegistryError, OwnershipError, AccessError
 */
export async function restoreServer(
  context: RegistryContext,
  { serverId }: { serverId: string },
): Promise<{ serverId: string }> {
  const action = 'server.restore'
  return changeKnownServer(context, { serverId, action }, async (edit, known) => {
    if (known.status !== 'deleted') return { serverId: known.id }
    await edit.restore(known.id, context.now())
    await edit.append(known.id, { kind: 'restored' })
    return { serverId: known.id }
  })
}
