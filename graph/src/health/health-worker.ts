import { probeDueServers, type ProbeDueOptions } from './probe-due-servers.ts'
import type { ProbeContext } from './run-probe.ts'

/** What the background worker is made of. */
export interface HealthWorkerOptions
  extends ProbeContext, Pick<ProbeDueOptions, 'includeImported' | 'concurrency' | 'limit'> {
  /** Forgets what else has grown old (default: nothing). */
  readonly tidy?: ((now: Date) => Promise<unknown>) | undefined
}

/** Probes in the background, in turns. */
export interface HealthWorker {
  /** One turn: probes what is due, and once an hour sums up what is over and forgets what is old. Gives how many were probed. */
  runOnce(signal?: AbortSignal): Promise<number>
}

const HOUR_MS = 3_600_000

/** Creates the worker. Any number of them, in any number of processes, share the work of one database. */
export function createHealthWorker(options: HealthWorkerOptions): HealthWorker {
  const { health, now, tidy } = options
  let tidiedAt = 0

  return {
    async runOnce(signal) {
      const probed = await probeDueServers(options, { ...options, signal })
      const time = now().getTime()
      if (time - tidiedAt > HOUR_MS) {
        tidiedAt = time
        await health.rollUp(now())
        await health.prune(now())
        await tidy?.(now())
      }
      return probed
    },
  }
}
