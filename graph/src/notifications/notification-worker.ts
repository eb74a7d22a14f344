import { deliverDue, type DeliverDueOptions } from './deliver-due.ts'
import type { NotificationStore } from './notification-store.ts'
import type { DeliveryContext } from './webhooks-context.ts'

/** What the background worker is made of. */
export interface NotificationWorkerOptions
  extends DeliveryContext, Pick<DeliverDueOptions, 'concurrency' | 'limit'> {
  readonly notifications: NotificationStore
}

/** Tells people and webhooks what has happened, in turns. */
export interface NotificationWorker {
  /** One turn: all events that nobody was told of, and all deliveries that are due. Gives how many events. */
  runOnce(signal?: AbortSignal): Promise<number>
}

const HOUR_MS = 3_600_000

/** Creates the worker. Any number of them, in any number of processes, share the work of one database. */
export function createNotificationWorker(options: NotificationWorkerOptions): NotificationWorker {
  const { notifications, now } = options
  let prunedAt = 0

  async function next(signal: AbortSignal | undefined): Promise<number> {
    return signal?.aborted ? 0 : notifications.tell(now())
  }

  return {
    async runOnce(signal) {
      let told = 0
      for (let taken = await next(signal); taken > 0; taken = await next(signal)) told += taken
      await deliverDue(options, { ...options, signal })
      if (now().getTime() - prunedAt > HOUR_MS) {
        prunedAt = now().getTime()
        await notifications.prune(now())
      }
      return told
    },
  }
}
