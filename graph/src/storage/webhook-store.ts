import { Prisma, type Database, type Transaction } from '@toolgraph/database'
import { MAX_WEBHOOKS, type ClaimedDelivery } from '../notifications/webhook.ts'
import type { WebhookStore } from '../notifications/webhook-store.ts'
import { addNotifications } from './notification-rows.ts'
import { visibleTo } from './visible-to.ts'

/** Creates the store of webhooks on Prisma: the only implementation. */
export function createWebhookStore(database: Database): WebhookStore {
  return {
    register: ({ subject }, { url, topics, serverId, now }) =>
      database.$transaction(async (transaction) => {
        // One writer a person: the count stays what it was until the row is written.
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${subject}, 5))`
        const count = await transaction.webhook.count({ where: { subject } })
        if (count >= MAX_WEBHOOKS) return undefined
        const data = {
          subject,
          url,
          topics: [...topics],
          serverId: serverId ?? null,
          createdAt: now,
        }
        const { id } = await transaction.webhook.create({ data, select: { id: true } })
        return id
      }),

    async remove(viewer, id) {
      const where = { id, AND: visibleTo(viewer).Webhook }
      return (await database.webhook.deleteMany({ where })).count > 0
    },

    async ping(viewer, { id, now }) {
      const where = { id, AND: visibleTo(viewer).Webhook }
      if ((await database.webhook.count({ where })) === 0) return undefined
      const payload = { type: 'ping', timestamp: now.toISOString(), data: {} }
      const data = { webhookId: id, topic: 'ping', payload, dueAt: now, createdAt: now }
      return (await database.webhookDelivery.create({ data, select: { id: true } })).id
    },

    async claim({ now, leaseMs, deliveryId }) {
      const leaseUntil = new Date(now.getTime() + leaseMs)
      const isWanted = deliveryId ? Prisma.sql`AND d.id = ${deliveryId}::uuid` : Prisma.empty
      const [claimed] = await database.$queryRaw<ClaimedDelivery[]>`
        WITH due AS (
          SELECT d.id, d."webhookId" FROM graph."WebhookDelivery" d
          JOIN graph."Webhook" w ON w.id = d."webhookId"
          WHERE d."dueAt" <= ${now} AND coalesce(w."leaseUntil" <= ${now}, true) ${isWanted}
          ORDER BY d."dueAt" LIMIT 1 FOR NO KEY UPDATE OF w SKIP LOCKED
        ), taken AS (
          UPDATE graph."Webhook" w SET "leaseUntil" = ${leaseUntil}
          FROM due WHERE w.id = due."webhookId" RETURNING w.id, w.url, w."failingSince", w."leaseUntil"
        )
        SELECT d.id::text, d."webhookId"::text, t.url, d.payload, d.attempts, t."failingSince", t."leaseUntil"
        FROM due JOIN taken t ON t.id = due."webhookId"
        JOIN graph."WebhookDelivery" d ON d.id = due.id`
      return claimed
    },

    settle: (delivery, outcome) =>
      database.$transaction((transaction) => settleDelivery(transaction, delivery, outcome)),
  }
}

async function settleDelivery(
  transaction: Transaction,
  delivery: ClaimedDelivery,
  { attempt, after, now }: Parameters<WebhookStore['settle']>[1],
): Promise<void> {
  const { id, webhookId, leaseUntil } = delivery
  const { isDelivered, disables, dueAt } = after
  // Another process holds it by now: the outcome is theirs.
  const [webhook] = await transaction.webhook.updateManyAndReturn({
    where: { id: webhookId, leaseUntil },
    data: {
      leaseUntil: null,
      ...(isDelivered ? { failingSince: null, disabledAt: null } : {}),
      ...(isDelivered || delivery.failingSince ? {} : { failingSince: now }),
      ...(disables ? { disabledAt: now } : {}),
    },
    select: { subject: true, serverId: true },
  })
  if (!webhook) return

  await transaction.webhookDelivery.update({
    where: { id },
    data: {
      attempts: { increment: 1 },
      dueAt: dueAt ?? null,
      httpStatus: attempt.httpStatus ?? null,
      problem: attempt.problem ?? null,
      deliveredAt: isDelivered ? now : null,
    },
  })
  if (disables) await giveUp(transaction, { webhookId, subject: webhook.subject, now })
}

async function giveUp(
  transaction: Transaction,
  { webhookId, subject, now }: { webhookId: string; subject: string; now: Date },
): Promise<void> {
  await transaction.webhookDelivery.updateMany({
    where: { webhookId, dueAt: { not: null } },
    data: { dueAt: null },
  })
  const kind = 'webhook_disabled'
  const people = Prisma.sql`SELECT ${subject}::text`
  await addNotifications(transaction, people, { kind, payload: { webhookId }, now })
}
