import type { StreamableHTTPClientTransportOptions } from '@modelcontextprotocol/client'

/** How a session takes up streams that broke off. */
export interface StreamResumption {
  /** What the transport needs to know. */
  options: Pick<
    StreamableHTTPClientTransportOptions,
    'reconnectionOptions' | 'reconnectionScheduler'
  >
  /** From now on a stream may be taken up; before, one that breaks off is lost. */
  allow(): void
}

/** In one session, and in a row for one stream. */
const MAX_RESUMPTIONS = 100
const MAX_TRIES = 3

/** A server's `retry` of 0 must not make us spin, nor one past the range of timers, which they take as 0. */
const MIN_DELAY_MS = 250
const MAX_DELAY_MS = 2 ** 31 - 1

/**
 * Takes up streams of servers of 2025-11-25, which may break off a stream and say where to go on: the rest
 * is asked for by GET with `Last-Event-ID`, which runs nothing twice, and not before the time that the server
 * named (SEP-1699). Servers of 2026-07-28 have no such thing: their session never allows it.
 */
export function createStreamResumption(): StreamResumption {
  let left = 0
  return {
    allow: () => void (left = MAX_RESUMPTIONS),
    options: {
      reconnectionOptions: {
        get maxRetries() {
          return left > 0 ? MAX_TRIES : 0
        },
        initialReconnectionDelay: 1_000,
        maxReconnectionDelay: 10_000,
        reconnectionDelayGrowFactor: 2,
      },
      reconnectionScheduler(reconnect, delay) {
        left -= 1
        const timer = setTimeout(reconnect, Math.min(Math.max(delay, MIN_DELAY_MS), MAX_DELAY_MS))
        return () => clearTimeout(timer)
      },
    },
  }
}
