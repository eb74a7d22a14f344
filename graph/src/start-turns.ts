/** How the turns follow each other. */
export interface StartTurnsOptions {
  /** One turn. */
  readonly runOnce: (signal: AbortSignal) => Promise<unknown>
  /** Between two turns. */
  readonly intervalMs: number
  /** Ends it; work under way is given up, and is due again when its lease ends. */
  readonly signal: AbortSignal
  /** Hears of turns that failed; the next one comes all the same. */
  readonly onError: (error: unknown) => void
}

/** Runs turns until the signal aborts. Resolves when the last turn has ended. */
export async function startTurns(options: StartTurnsOptions): Promise<void> {
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
