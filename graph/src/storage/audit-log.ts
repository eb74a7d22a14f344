import type { Transaction } from '@toolgraph/database'
import { toJson } from './json.ts'

/** Who changed what, for those who may read it later. */
export interface AuditDraft {
  /** The issuer's `sub`; nothing where nobody in particular did it. */
  actor: string | undefined
  /** `server.publish`, `owner.members`, …: what was done, as a noun and a verb. */
  action: `${string}.${string}`
  /** Whose log it stands in. */
  ownerId?: string | undefined
  serverId?: string | undefined
  /** What else it is about: a member's `sub`, the id of an invitation or a transfer. */
  subjectId?: string | undefined
  /** What changed; never a secret, and no text of a third party's. */
  detail?: object
}

/** Appends to the audit log, in the transaction of the verb that changed something. */
export async function appendAudit(transaction: Transaction, event: AuditDraft): Promise<void> {
  const { actor, action, ownerId, serverId, subjectId, detail = {} } = event
  await transaction.auditEvent.create({
    data: {
      actor: actor ?? null,
      action,
      ownerId: ownerId ?? null,
      serverId: serverId ?? null,
      subjectId: subjectId ?? null,
      detail: toJson(detail),
    },
    select: { id: true },
  })
}

/** Appends what was done to a server, in the log of who owns it at that moment. */
export async function appendServerAudit(
  transaction: Transaction,
  event: AuditDraft & { serverId: string },
): Promise<void> {
  const server = await transaction.mcpServer.findUnique({
    where: { id: event.serverId },
    select: { ownerId: true },
  })
  await appendAudit(transaction, { ...event, ownerId: server?.ownerId ?? undefined })
}
