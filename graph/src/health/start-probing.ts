import type { HealthWorker } from './health-worker.ts'

/** How the turns follow each other. */
export interface StartProbingOptions extends HealthWorker {
  /** Between two turns. */
  readonly intervalMs: number
  /** Ends it; a probe under way is given up, and its server is due again when the lease ends. */
  readonly signal: AbortSignal
  /** Hears of turns that failed; the next one comes all the same. */
  readonly onError: (error: unknown) => void
}

/** Runs turns until the signal aborts. Resolves when the last turn has ended. */
export async function startProbing(options: StartProbingOptions): Promise<void> {
  const { runOnce, intervalMs, signal, onError } = options
  while (!signal.aborted) {
    try {
      await runOnce(signal)
    } catch (error) {
      if (!signal.aborted) onError(error)
    }
    await pause(intervalMs, signal)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
    return undefined
  })
}
