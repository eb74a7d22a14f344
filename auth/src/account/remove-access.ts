import type { AuditLog } from '../audit-log.ts'
import type { GrantKey } from '../authorization/grant-store.ts'
import type { AccountStore } from './account-store.ts'

/**
 * Ends what an application may do for a person at a server: it is asked about again, and what it holds can
 * no longer be prolonged. False where nothing stood.
 */
export async function removeAccess(
  context: { accounts: AccountStore; audit: AuditLog; now: () => number },
  key: GrantKey,
): Promise<boolean> {
  const { accounts, audit, now } = context
  const { userId, clientId, resource } = key
  // Postgres keeps no such text, and fails where it is asked for.
  if (`${clientId}${resource}`.includes('\0')) return false
  const isRemoved = await accounts.removeAccess(key, new Date(now()))
  if (isRemoved)
    await audit.record({ action: 'access.removed', userId, clientId, detail: { resource } })
  return isRemoved
}
