import type { Database } from '@toolgraph/database'
import type { NotificationStore } from '../notifications/notification-store.ts'
import { deleteInChunks } from './delete-in-chunks.ts'
import { tellEvents } from './tell-events.ts'
import { visibleTo } from './visible-to.ts'

const DAY_MS = 86_400_000
const NOTIFICATIONS_KEPT_MS = 90 * DAY_MS
const DELIVERIES_KEPT_MS = 14 * DAY_MS

/** Creates the store of notifications on Prisma: the only implementation. */
export function createNotificationStore(database: Database): NotificationStore {
  return {
    tell: (now) =>
      database.$transaction((transaction) => tellEvents(transaction, now), { timeout: 30_000 }),

    async markRead(viewer, { ids, now }) {
      await database.notification.updateMany({
        where: {
          AND: visibleTo(viewer).Notification,
          readAt: null,
          ...(ids ? { id: { in: [...ids] } } : {}),
        },
        data: { readAt: now },
      })
    },

    async mutedKinds(subject) {
      const row = await database.notificationSettings.findUnique({ where: { subject } })
      return row?.mutedKinds ?? []
    },

    async mute({ subject }, kinds) {
      const mutedKinds = [...kinds]
      await database.notificationSettings.upsert({
        where: { subject },
        create: { subject, mutedKinds },
        update: { mutedKinds },
      })
    },

    async prune(now) {
      const notifications = new Date(now.getTime() - NOTIFICATIONS_KEPT_MS)
      const deliveries = new Date(now.getTime() - DELIVERIES_KEPT_MS)
      await deleteInChunks(
        (limit) => database.$executeRaw`
          DELETE FROM graph."Notification" WHERE id IN (
            SELECT id FROM graph."Notification" WHERE "createdAt" < ${notifications} LIMIT ${limit})`,
      )
      return deleteInChunks(
        (limit) => database.$executeRaw`
          DELETE FROM graph."WebhookDelivery" WHERE id IN (
            SELECT id FROM graph."WebhookDelivery" WHERE "createdAt" < ${deliveries} LIMIT ${limit})`,
      )
    },
  }
}
