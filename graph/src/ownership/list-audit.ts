import * as z from 'zod'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import { auditFilterSchema, type AuditPage } from './audit-record.ts'
import type { OwnershipContext } from './ownership.ts'
import { assertMay } from './permissions.ts'

/** The largest page of the log. */
export const MAX_AUDIT_PAGE = 1000

const requestSchema = z.object({
  ownerId: z.uuid().optional(),
  filter: auditFilterSchema.default({}),
  limit: z.int().min(1).max(MAX_AUDIT_PAGE),
  after: z.uuid().optional(),
})

/**
 * Reads a page of the audit log, newest first: an owner's, for those who may; without one the whole registry's, for
 * its operators.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function listAudit(
  context: OwnershipContext,
  input: z.input<typeof requestSchema>,
): Promise<AuditPage> {
  assertScope(context.viewer, 'owners:read')
  const { ownerId, filter, limit, after } = parseInput(requestSchema, input, 'the request')
  if (ownerId === undefined) await assertMay(context, 'audit.read')
  else await assertMay(context, 'audit.read', { ownerId })
  return context.ownership.listAudit({ ownerId, filter, limit, after })
}
