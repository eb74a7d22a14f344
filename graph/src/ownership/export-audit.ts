import type { AuditFilter, AuditRecord } from './audit-record.ts'
import { listAudit, MAX_AUDIT_PAGE } from './list-audit.ts'
import type { OwnershipContext } from './ownership.ts'

/**
 * Reads the whole audit log of an owner, or of the registry, newest first and a page at a time: what is written while
 * it is read changes nothing of it. Whether the viewer may is asked for each page anew.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function* exportAudit(
  context: OwnershipContext,
  request: { ownerId?: string | undefined; filter: AuditFilter },
): AsyncGenerator<readonly AuditRecord[], undefined> {
  let after: string | undefined
  let hasNextPage = true
  while (hasNextPage) {
    const page = await listAudit(context, { ...request, limit: MAX_AUDIT_PAGE, after })
    yield page.events
    after = page.events.at(-1)?.id
    hasNextPage = page.hasNextPage
  }
}
