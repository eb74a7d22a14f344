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

/** Creates the worker. Any number of them, in any number of processes, share the work of one database. */
export function createNotificationWorker(options: NotificationWorkerOptions): NotificationWorker {
  const { notifications, now } = options

  async function next(signal: AbortSignal | undefined): Promise<number> {
    return signal?.aborted ? 0 : notifications.tell(now())
  }

  async function tell(signal: AbortSignal | undefined): Promise<number> {
    let told = 0
    for (let taken = await next(signal); taken > 0; taken = await next(signal)) told += taken
    return told
  }

  return {
    async runOnce(signal) {
      try {
        return await tell(signal)
      } finally {
        // What waits at webhooks has nothing to do with what cannot be told now.
        await deliverDue(options, { ...options, signal })
      }
    },
  }
}
