import type { Database, Prisma, Transaction } from '@toolgraph/database'
import { deleteInChunks } from './delete-in-chunks.ts'
import { createEventReader, type EventReader } from './event-reader.ts'
import { toJson } from './json.ts'

/** What an event is about. */
export type EventTopic = 'health' | 'incident' | 'tools' | 'connection' | 'server' | 'notification'

/** What happened, to be heard on every replica. */
export interface EventDraft {
  topic: EventTopic
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

/** Forgets events that nobody resumes from any more; what people are still to be told of stays. */
export function pruneEvents(database: Database, before: Date): Promise<number> {
  return deleteInChunks(
    (limit) => database.$executeRaw`
      DELETE FROM graph."Event" WHERE id IN (
        SELECT id FROM graph."Event" WHERE "createdAt" < ${before} AND "toldAt" IS NOT NULL LIMIT ${limit})`,
  )
}

/** An event as a subscriber hears it. */
export interface HeardEvent {
  readonly id: bigint
  readonly topic: EventTopic
  readonly serverId: string | undefined
  readonly payload: unknown
  readonly createdAt: Date
  /** As `after`, it starts where nothing is still on its way: all that follows is heard, some of it again. */
  readonly resumeFrom: bigint
}

/** An event as it is read, before it is known who may hear it. */
export interface ReadEvent extends HeardEvent {
  readonly audience: string | undefined
}

/** Who listens to what. */
export interface EventFilter {
  /** Default: all. */
  topics?: readonly EventTopic[]
  /** Events of this server only (default: of all). */
  serverId?: string | undefined
  /** The issuer's `sub` of who listens: hears what is for everybody, and for this person. */
  subject?: string | undefined
  /** Starts after this id instead of now. */
  after?: bigint | undefined
  /** Ends the subscription. */
  signal?: AbortSignal | undefined
}

/** A subscription: what is heard, until it is left or ends. */
export interface EventSubscription extends AsyncIterableIterator<HeardEvent, undefined> {
  /** Resolves when everything that is committed from then on will be heard. */
  readonly ready: Promise<void>
}

/** The log of events of one process. */
export interface EventLog {
  /**
   * Listens. The subscription ends when `signal` aborts, the log is closed, or it lags a thousand events
   * behind: then the listener should read again what it shows, and listen anew.
   */
  subscribe(filter?: EventFilter): EventSubscription
  /** Ends all subscriptions. */
  close(): void
}

/** How the log is read. */
export interface EventLogOptions {
  /** Between two looks (default: 1 s). */
  pollMs?: number
  /** Hears of looks that failed; they are tried again. */
  onError?: (error: unknown) => void
}

const MAX_LAG = 1_000
const DEFAULT_POLL_MS = 1_000

/**
 * Creates the log of a process: it looks once a second for all subscribers, and not at all while there
 * is none.
 */
export function createEventLog(database: Database, options: EventLogOptions = {}): EventLog {
  const { pollMs = DEFAULT_POLL_MS, onError = () => {} } = options
  const subscribers = new Set<Subscriber>()
  let round: Round | undefined

  function join(subscriber: Subscriber): Promise<void> {
    subscribers.add(subscriber)
    round ??= startRound()
    const { ready, reader } = round
    return subscriber.filter.after === undefined ? ready : replay(subscriber, { ready, reader })
  }

  /** Looks until the last subscriber has left. */
  function startRound(): Round {
    const reader = createEventReader(database)
    const stop = new AbortController()
    const ready = untilDone(() => reader.start(), stop.signal)
    void ready.then(async () => {
      while (await elapsed(pollMs, stop.signal)) {
        try {
          const events = await reader.read()
          // Who listens by now, after the last one has left, hears of a round of their own.
          if (!stop.signal.aborted) subscribers.forEach((subscriber) => deliver(subscriber, events))
        } catch (error) {
          onError(error)
        }
      }
    })
    return { reader, ready, stop }
  }

  /** Tries until it works, or nobody listens any more. */
  async function untilDone(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
    do {
      try {
        return await work()
      } catch (error) {
        onError(error)
      }
    } while (await elapsed(pollMs, signal))
  }

  async function replay(
    subscriber: Subscriber,
    { ready, reader }: Pick<Round, 'ready' | 'reader'>,
  ): Promise<void> {
    await ready
    const { filter } = subscriber
    const missed = await reader.since(filter.after ?? 0n, filter, MAX_LAG + 1)
    const ids = new Set(missed.map(({ id }) => id))
    const live = subscriber.queue.filter(({ id }) => !ids.has(id))
    subscriber.queue = []
    deliver(subscriber, missed)
    subscriber.queue.push(...live)
  }

  function deliver(subscriber: Subscriber, events: readonly ReadEvent[]): void {
    subscriber.queue.push(...events.filter((event) => fits(event, subscriber.filter)))
    if (subscriber.queue.length > MAX_LAG) leave(subscriber)
    subscriber.wake()
  }

  function leave(subscriber: Subscriber): void {
    subscriber.isDone = true
    subscriber.queue = []
    subscriber.wake()
    subscribers.delete(subscriber)
    if (subscribers.size > 0) return
    round?.stop.abort()
    round = undefined
  }

  return {
    subscribe(filter = {}) {
      const subscriber: Subscriber = { filter, queue: [], isDone: false, wake: () => {} }
      const stop = () => leave(subscriber)
      if (filter.signal?.aborted) subscriber.isDone = true
      const ready = subscriber.isDone ? Promise.resolve() : join(subscriber)
      filter.signal?.addEventListener('abort', stop, { once: true })
      ready.catch(stop)
      return toSubscription(subscriber, { ready, stop })
    },
    close: () => [...subscribers].forEach(leave),
  }
}

/** All looks from the first subscriber to the last. */
interface Round {
  reader: EventReader
  ready: Promise<void>
  stop: AbortController
}

interface Subscriber {
  readonly filter: EventFilter
  queue: HeardEvent[]
  isDone: boolean
  /** Ends the wait for the next event. */
  wake: () => void
}

function toSubscription(
  subscriber: Subscriber,
  { ready, stop }: { ready: Promise<void>; stop: () => void },
): EventSubscription {
  const end = { done: true, value: undefined } as const
  const leave = async () => {
    subscriber.filter.signal?.removeEventListener('abort', stop)
    stop()
    return end
  }
  return {
    ready,
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      await ready
      while (!subscriber.isDone) {
        const value = subscriber.queue.shift()
        if (value) return { done: false, value }
        await new Promise<void>((resolve) => (subscriber.wake = resolve))
      }
      return leave()
    },
    return: leave,
    async throw(error) {
      await leave()
      throw error
    },
  }
}

function fits({ topic, serverId, audience }: ReadEvent, filter: EventFilter): boolean {
  const { topics, serverId: wanted, subject } = filter
  if (topics && !topics.includes(topic)) return false
  if (wanted !== undefined && serverId !== wanted) return false
  return audience === undefined || audience === subject
}

/** Waits; false when the signal aborts before. Does not hold the process. */
function elapsed(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false)
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(true), ms)
    const stop = () => end(false)
    const end = (isElapsed: boolean) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      resolve(isElapsed)
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}
