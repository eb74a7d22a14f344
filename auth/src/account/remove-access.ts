import type { AuditLog } from '../audit-log.ts'
import type { GrantKey } from '../authorization/grant-store.ts'
import type { AccountStore } from './account-store.ts'

/**
 * Ends what an application may do for a person at a server: it is asked about again, and what it holds can
 * no longer be prolonged. False where nothing stood.
 */
export async function removeAccess(
  context: { account: AccountStore; audit: AuditLog; now: () => number },
  key: GrantKey,
): Promise<boolean> {
  const { account, audit, now } = context
  const { userId, clientId, resource } = key
  const isRemoved = await account.removeAccess(key, new Date(now()))
  if (isRemoved)
    await audit.record({ action: 'access.removed', userId, clientId, detail: { resource } })
  return isRemoved
}
