/** Remembers the last good answer of a reading. */
export interface Memory<value> {
  /**
   * The remembered value if it is young enough, else a new one. When reading fails, the old value
   * serves until it is stale; without one, the failure is thrown.
   *
   * @param maxAgeMs How young is young enough (default: the memory's own age)
   */
  recall(maxAgeMs?: number): Promise<value>
}

interface MemoryOptions<value> {
  read: () => Promise<value>
  now: () => number
  maxAgeMs: number
  maxStaleMs: number
}

/** After a failed reading the old value serves this long before the next try. */
const RETRY_PAUSE_MS = 5_000

/** Several callers may read at once, but not a flood of them. */
const MAX_PARALLEL_READS = 8

/** A reading that has not ended by then never will: a Worker drops what a cancelled request began. */
const LONGEST_READ_MS = 15_000

/**
 * Creates a memory. It holds values and never promises: in a Worker, one request may not await
 * what another one has begun.
 */
export function createMemory<value>(options: MemoryOptions<value>): Memory<value> {
  const { read, now, maxAgeMs: ownAgeMs, maxStaleMs } = options
  let last: { value: value; at: number } | undefined
  let failedAt = Number.NEGATIVE_INFINITY
  const readings = new Set<{ since: number }>()

  async function readAgain(): Promise<value> {
    const reading = { since: now() }
    readings.add(reading)
    try {
      const value = await read()
      last = { value, at: now() }
      return value
    } catch (error) {
      failedAt = now()
      if (last !== undefined && now() - last.at < maxStaleMs) return last.value
      throw error
    } finally {
      readings.delete(reading)
    }
  }

  function isCrowded(): boolean {
    for (const reading of readings) {
      if (now() - reading.since > LONGEST_READ_MS) readings.delete(reading)
    }
    return readings.size >= MAX_PARALLEL_READS
  }

  return {
    async recall(maxAgeMs = ownAgeMs) {
      if (last === undefined) return readAgain()
      const age = now() - last.at
      if (age < maxAgeMs) return last.value

      const isUsable = age < maxStaleMs
      const isBusy = isCrowded() || now() - failedAt < RETRY_PAUSE_MS
      return isUsable && isBusy ? last.value : readAgain()
    },
  }
}
