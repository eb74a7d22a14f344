import { importRegistry, type ImportContext } from '../import/import-registry.ts'
import { Oddities } from '../import/oddity.ts'
import type { MirrorClaim, MirrorStore } from './mirror-store.ts'
import { PageFailure, readPage, type MirrorPage } from './read-page.ts'

/** What mirroring needs. */
export interface MirrorContext extends ImportContext {
  readonly mirrors: MirrorStore
  /** Checks the address and bounds size and time: a registry is a stranger too. */
  fetch(url: URL, init: { signal: AbortSignal; headers: HeadersInit }): Promise<Response>
  now(): Date
}

/** Which registries are mirrored, and how. */
export interface MirrorOptions {
  /** Base addresses; what is not among them any more is read no more. */
  readonly upstreams: readonly string[]
  /** The most pages of one turn (default: to the end); the next turn goes on. */
  readonly maxPages?: number | undefined
  /** How long nobody else may read after a page (default: 3 minutes); longer than a page takes. */
  readonly leaseMs?: number | undefined
  readonly signal: AbortSignal
}

/** What one turn did. */
export interface MirrorTurn {
  readonly upstream: string
  readonly records: number
  /** Whether everything up to now is here. */
  readonly isComplete: boolean
  /** Why it ended, in our words. */
  readonly failure?: PageFailure
}

/** Between two readings: aggregators are asked to come about hourly. */
const INTERVAL_MS = 3_600_000
const LEASE_MS = 180_000
const FIRST_PAUSE_MS = 30_000
/** Whatever an upstream asks for, after a day it is asked again. */
const MAX_WAIT_MS = 24 * 3_600_000
/** A change may become visible after its own date: this much is asked for again. */
const OVERLAP_MS = 300_000

/**
 * Reads one registry that is due, page by page: at first all of it, then what changed since the last reading began,
 * deletions too. Each page is written before it is counted, so that whoever goes on after a crash repeats one page at
 * most. Any number of processes may do this at once: a lease has it that each registry is read by one.
 *
 * @returns `undefined` when none is due
 */
export async function mirrorRegistry(
  context: MirrorContext,
  options: MirrorOptions,
): Promise<MirrorTurn | undefined> {
  const claim = await context.mirrors.claim(options.upstreams, {
    now: context.now(),
    leaseUntil: leaseUntil(context, options),
  })
  return claim && readOn(context, claim, options)
}

async function readOn(
  context: MirrorContext,
  claim: MirrorClaim,
  options: MirrorOptions,
): Promise<MirrorTurn> {
  const { mirrors } = context
  const { upstream } = claim
  const { maxPages = Number.POSITIVE_INFINITY, signal } = options
  const seen = new Set<string>()
  let startedAt = claim.startedAt ?? undefined
  let cursor = claim.cursor ?? undefined
  let records = 0
  for (let pages = 0; ; pages += 1) {
    if (signal.aborted || pages === maxPages) {
      const failures = pages > 0 ? 0 : claim.failures
      await mirrors.release(claim, { dueAt: context.now(), failures, startsAnew: false })
      return { upstream, records, isComplete: false }
    }
    try {
      const page = await nextPage(context, claim, { cursor, seen, signal })
      startedAt ??= earliest(page.at, context.now())
      await importRegistry(context, page.records, new Oddities())
      records += page.records.length
      cursor = page.nextCursor
    } catch (error) {
      if (signal.aborted) continue
      if (!(error instanceof PageFailure)) throw error
      await backOff(context, { ...claim, failures: pages > 0 ? 0 : claim.failures }, error)
      return { upstream, records, isComplete: false, failure: error }
    }
    if (cursor === undefined) {
      const dueAt = new Date(context.now().getTime() + INTERVAL_MS)
      await mirrors.finish(claim, { syncedTo: startedAt, dueAt })
      return { upstream, records, isComplete: true }
    }
    const next = { cursor, startedAt, leaseUntil: leaseUntil(context, options) }
    if (!(await mirrors.advance(claim, next))) return { upstream, records, isComplete: false }
  }
}

async function nextPage(
  context: MirrorContext,
  { upstream, syncedTo }: MirrorClaim,
  { cursor, seen, signal }: { cursor: string | undefined; seen: Set<string>; signal: AbortSignal },
): Promise<MirrorPage> {
  const since = syncedTo ? new Date(syncedTo.getTime() - OVERLAP_MS) : undefined
  const request = { upstream, since, cursor }
  const page = await readPage((url, init) => context.fetch(url, init), request, {
    signal,
    now: context.now(),
  })
  if (page.nextCursor === undefined) return page
  if (seen.has(page.nextCursor))
    throw new PageFailure('it gave a cursor for the second time', { isCursorRefused: true })
  seen.add(page.nextCursor)
  return page
}

/** By its own clock, as its changes are dated; one that is ahead would have us miss them, one that is behind does no harm. */
function earliest(at: Date | undefined, now: Date): Date {
  return at && at < now ? at : now
}

async function backOff(context: MirrorContext, claim: MirrorClaim, failure: PageFailure) {
  const failures = claim.failures + 1
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), INTERVAL_MS)
  const wait = Math.max(pause, Math.min(failure.retryAfterMs ?? 0, MAX_WAIT_MS))
  await context.mirrors.release(claim, {
    dueAt: new Date(context.now().getTime() + wait),
    failures,
    startsAnew: failure.isCursorRefused,
  })
}

function leaseUntil({ now }: MirrorContext, { leaseMs = LEASE_MS }: MirrorOptions): Date {
  return new Date(now().getTime() + leaseMs)
}
