import type { Prisma, Transaction } from '@toolgraph/database'
import { toJson } from './json.ts'

/** What happened, to be heard on every replica. */
export interface EventDraft {
  topic: 'health' | 'tools' | 'connection' | 'server'
  serverId?: string
  /** Set where only one person may hear it. */
  audience?: string
  payload: unknown
}

/** Appends to the log of events, in the transaction of the verb that made it happen. */
export async function appendEvent(transaction: Transaction, event: EventDraft): Promise<void> {
  const { topic, serverId, audience, payload } = event
  const data: Prisma.EventUncheckedCreateInput = { topic, payload: toJson(payload) }
  if (serverId !== undefined) data.serverId = serverId
  if (audience !== undefined) data.audience = audience
  await transaction.event.create({ data, select: { id: true } })
}
