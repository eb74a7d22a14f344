import type { Transaction } from '@toolgraph/database'
import { appendServerAudit } from './audit-log.ts'
import { notifyOwner } from './notify-owner.ts'

/** Keeps a server whose namespace can be taken for a well-known one from being shown, until somebody has looked at it. */
export async function quarantineLookAlike(
  transaction: Transaction,
  { serverId, lookAlike, now }: { serverId: string; lookAlike: string; now: Date },
): Promise<void> {
  const detail = `The namespace can be taken for "${lookAlike}"`
  const note = `${detail}: it is shown once somebody of this registry has looked at it`
  const { name, ownerId } = await transaction.mcpServer.update({
    where: { id: serverId },
    data: { moderation: 'quarantined', moderationNote: note },
    select: { name: true, ownerId: true },
  })
  if (ownerId)
    await notifyOwner(transaction, ownerId, {
      kind: 'server_quarantined',
      serverId,
      payload: { name, note },
    })
  await transaction.abuseReport.create({
    data: { serverId, reason: 'confusable_name', detail, createdAt: now },
  })
  await appendServerAudit(transaction, {
    actor: undefined,
    action: 'server.quarantine',
    serverId,
    detail: { lookAlike },
  })
}
