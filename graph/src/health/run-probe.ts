import type { HealthStore, ProbeTarget } from './health-store.ts'
import type { OutboundCheck, Probe } from './probe.ts'
import type { Finding, HealthReading } from './reading.ts'
import { scheduleNext, scheduleTools, toRequestedPause } from './schedule.ts'
import { toTools } from './to-tools.ts'

/** What a probe is made with. */
export interface ProbeContext {
  readonly health: HealthStore
  readonly probe: Probe
  /** Default: our way out is taken to work. */
  readonly checkOutbound?: OutboundCheck | undefined
  readonly now: () => Date
  /** The longest that one server may take (default: 15 s) */
  readonly timeoutMs?: number | undefined
  /** Numbers from 0 to 1 (default: `Math.random`). */
  readonly random?: (() => number) | undefined
  /** Hears of faults of ours, which are readings of `unknown` to everybody else. */
  readonly onFault?: ((error: unknown, target: ProbeTarget) => void) | undefined
}

const PROBE_TIMEOUT_MS = 15_000
/** The probe, its writing, and room to spare. */
export const PROBE_LEASE_MS = 60_000

/** Probes a claimed server and records what was found. One server's silence ends at the deadline. */
export async function runProbe(
  context: ProbeContext,
  target: ProbeTarget,
  stop?: AbortSignal,
): Promise<HealthReading> {
  const { health, now, random = Math.random } = context
  const { tools: listed, retryAfterMs, toolsTtlMs, ...found } = await findOut(context, target, stop)
  const { state, checkedAt } = found
  const isUnread = state === 'open' && !target.readsTools
  const toolCount = isUnread ? (target.toolCount ?? undefined) : found.toolCount
  const finding = { ...found, toolCount }
  const outcome = { state, failures: target.failures, retryAfterMs }

  await health.record({
    target,
    finding,
    tools: listed && (await toTools(listed)),
    next: scheduleNext(outcome, { now: now(), random: random() }),
    toolsDueAt: listed && scheduleTools(toolsTtlMs, now()),
    hostPauseMs: toRequestedPause(retryAfterMs),
    now: now(),
  })
  const { latencyMs, protocolEra, detail, evidence } = finding
  const { serverId } = target
  return { serverId, state, checkedAt, latencyMs, protocolEra, toolCount, detail, evidence }
}

async function findOut(
  { probe, checkOutbound, now, timeoutMs = PROBE_TIMEOUT_MS, onFault }: ProbeContext,
  target: ProbeTarget,
  stop: AbortSignal | undefined,
): Promise<Finding> {
  const checkedAt = now()
  const deadline = AbortSignal.timeout(timeoutMs)
  const signal = AbortSignal.any(stop ? [stop, deadline] : [deadline])
  try {
    const { hasIssuer, readsTools } = target
    const options = { signal, readsMetadata: !hasIssuer, readsTools }
    const finding = await orAborted(probe(target.url, options), signal)
    if (finding.state !== 'down' || !checkOutbound || (await checkOutbound(target.url)))
      return finding
    return { state: 'unknown', checkedAt, detail: 'Our own way out did not work' }
  } catch (error) {
    stop?.throwIfAborted()
    if (deadline.aborted) return { state: 'down', checkedAt, detail: 'It did not answer in time' }
    onFault?.(error, target)
    return { state: 'unknown', checkedAt, detail: 'The probe itself failed' }
  }
}

/** Does not wait for a probe that ignores its signal. */
async function orAborted<value>(work: Promise<value>, signal: AbortSignal): Promise<value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const giveUp = () => reject(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    signal.throwIfAborted()
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', giveUp)
    work.catch(() => {})
  }
}
