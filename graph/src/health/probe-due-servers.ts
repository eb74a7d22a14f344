import type { ProbeTarget } from './health-store.ts'
import { PROBE_LEASE_MS, runProbe, type ProbeContext } from './run-probe.ts'

/** How much is probed at once, and what. */
export interface ProbeDueOptions {
  readonly includeImported: boolean
  /** Probes at the same time, not counting those that only wait for a slow server (default: 8). */
  readonly concurrency?: number
  /** Ends after so many, for a platform that ends us anyway (default: when nothing is due). */
  readonly limit?: number
  readonly signal?: AbortSignal | undefined
}

const DEFAULT_CONCURRENCY = 8
/** From then on a server counts as slow, and its lane goes on without it. */
const SLOW_MS = 500
/** A timer that is later than that says that we are slow ourselves: to begin more would make all slower. */
const BUSY_MS = 50
/** The most slow servers that are waited for beside the lanes. */
const MAX_SLOW = 100
/** Between two looks for more while slow servers are waited for. */
const LOOK_MS = 1_000

/**
 * Probes all servers that are due, several at a time. Each lane claims a server, probes it, and claims the next; it
 * leaves a slow one to answer beside it. So a dead server holds up nobody until its deadline.
 *
 * @returns How many were probed
 */
export async function probeDueServers(
  context: ProbeContext,
  options: ProbeDueOptions,
): Promise<number> {
  const { concurrency = DEFAULT_CONCURRENCY, limit = Infinity, signal } = options
  const slow = new Set<Promise<void>>()
  const faults: unknown[] = []
  let claimed = 0
  let probed = 0

  async function claimNext(): Promise<ProbeTarget | undefined> {
    if (claimed >= limit || signal?.aborted) return undefined
    claimed += 1
    const target = await context.health.claimDue({
      now: context.now(),
      leaseMs: PROBE_LEASE_MS,
      includeImported: options.includeImported,
    })
    if (!target) claimed -= 1
    return target
  }

  async function probe(target: ProbeTarget): Promise<void> {
    try {
      await runProbe(context, target, signal)
      probed += 1
    } catch (error) {
      faults.push(error)
    }
  }

  async function runLane(): Promise<void> {
    try {
      await claimAndProbe()
    } catch (error) {
      faults.push(error)
    }
  }

  async function claimAndProbe(): Promise<void> {
    for (let target = await claimNext(); target; target = await claimNext()) {
      const work = probe(target)
      if (await isSlow(work, () => slow.size < MAX_SLOW)) waitBeside(work)
    }
  }

  function waitBeside(work: Promise<void>): void {
    slow.add(work)
    void work.then(() => slow.delete(work))
  }

  await Promise.all(Array.from({ length: concurrency }, runLane))
  while (slow.size > 0) {
    // What falls due meanwhile does not wait for them.
    await Promise.race([Promise.all(slow), elapsed(LOOK_MS)])
    await runLane()
  }
  if (faults.length > 0 && !signal?.aborted) throw faults[0]
  return probed
}

/** Waits for the work until it is done, or is slow and there is room to leave it beside. */
async function isSlow(work: Promise<void>, hasRoom: () => boolean): Promise<boolean> {
  const done = work.then(() => 'done' as const)
  for (;;) {
    const stop = new AbortController()
    const dueAt = performance.now() + SLOW_MS
    const first = await Promise.race([done, elapsed(SLOW_MS, stop.signal)])
    stop.abort()
    if (first === 'done') return false
    if (performance.now() - dueAt < BUSY_MS && hasRoom()) return true
  }
}

function elapsed(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => clearTimeout(timer), { once: true })
  })
}
