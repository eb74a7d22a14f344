import type { Database } from '@toolgraph/database'
import type { GraphServices } from './context.ts'
import { checkDueNamespaces } from './namespaces/check-due-namespaces.ts'
import type { Chores } from './run-chores.ts'
import { pruneEvents } from './storage/event-log.ts'
import { endOldLinks } from './storage/link-count.ts'
import { pruneNameWords } from './storage/name-words.ts'

/** How long a subscriber may be away and still hear what it missed. */
const EVENTS_KEPT_MS = 24 * 3_600_000

/** What tidying works with. */
export interface TidyingOptions {
  readonly database: Database
  readonly services: GraphServices
  /** Made when it begins: how long proofs are looked at again. */
  readonly proofSignal: () => AbortSignal
}

/** What has to be done about once an hour, by any of the replicas: sums up what is over and forgets what is old. */
export function tidying({ database, services, proofSignal }: TidyingOptions): Chores {
  const { health, icons, notifications } = services
  const now = services.now()
  return {
    'sum up the days of health': () => health.rollUp(now),
    'forget old readings': () => health.prune(now),
    'forget old events': () => pruneEvents(database, new Date(now.getTime() - EVENTS_KEPT_MS)),
    'forget old notifications': () => notifications.prune(now),
    'forget old icons': () => icons.prune(now),
    'forget words of names that have gone': () => pruneNameWords(database),
    'end old links': () => endOldLinks(database, now),
    'look at proofs again': () => checkDueNamespaces({ ...services, signal: proofSignal() }),
  }
}
