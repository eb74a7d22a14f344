import type { Viewer } from '../registry/viewer.ts'

/** Keeps what people are told. */
export interface NotificationStore {
  /**
   * Makes notifications and webhook deliveries of events of which nothing was made yet, each event once, whatever
   * process asks.
   *
   * @returns How many events were taken
   */
  tell(now: Date): Promise<number>
  /** Marks notifications of this person as read: these, or all. Those of others are not touched. */
  markRead(viewer: Viewer, mark: { ids: readonly string[] | undefined; now: Date }): Promise<void>
  /** The kinds that a person does not want. */
  mutedKinds(subject: string): Promise<readonly string[]>
  /** Replaces them. */
  mute(viewer: Viewer, kinds: readonly string[]): Promise<void>
  /** Forgets notifications that are older than three months, and deliveries that are older than two weeks. */
  prune(now: Date): Promise<unknown>
}

/** What the verbs about notifications work with. */
export interface NotificationsContext {
  readonly viewer: Viewer | undefined
  readonly notifications: NotificationStore
  readonly now: () => Date
}
