import type { Transaction } from '@toolgraph/database'
import { appendServerAudit } from './audit-log.ts'

/** Keeps a server whose namespace can be taken for a well-known one from being shown, until somebody has looked at it. */
export async function quarantineLookAlike(
  transaction: Transaction,
  { serverId, lookAlike, now }: { serverId: string; lookAlike: string; now: Date },
): Promise<void> {
  const detail = `The namespace can be taken for "${lookAlike}"`
  await transaction.mcpServer.update({
    where: { id: serverId },
    data: {
      moderation: 'quarantined',
      moderationNote: `${detail}: it is shown once somebody of this registry has looked at it`,
    },
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
