import type { ProbeTarget } from './health-store.ts'
import { PROBE_LEASE_MS, runProbe, type ProbeContext } from './run-probe.ts'

/** How much is probed at once, and what. */
export interface ProbeDueOptions {
  readonly includeImported: boolean
  /** Probes at the same time (default: 8). */
  readonly concurrency?: number
  /** Ends after so many, for a platform that ends us anyway (default: when nothing is due). */
  readonly limit?: number
  readonly signal?: AbortSignal | undefined
}

const DEFAULT_CONCURRENCY = 8

/**
 * Probes all servers that are due, several at a time. Each lane claims a server, probes it, and claims the next:
 * a dead one holds up its own lane until its deadline, and no other.
 *
 * @returns How many were probed
 */
export async function probeDueServers(
  context: ProbeContext,
  options: ProbeDueOptions,
): Promise<number> {
  const { concurrency = DEFAULT_CONCURRENCY, limit = Infinity, signal } = options
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

  async function runLane(): Promise<void> {
    for (let target = await claimNext(); target; target = await claimNext()) {
      await runProbe(context, target, signal)
      probed += 1
    }
  }

  const lanes = await Promise.allSettled(Array.from({ length: concurrency }, runLane))
  const broken = lanes.find(({ status }) => status === 'rejected')
  if (broken?.status === 'rejected' && !signal?.aborted) throw broken.reason
  return probed
}
