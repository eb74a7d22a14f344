/** The transactions that run at the moment of a look: what `pg_current_snapshot()` says of them. */
export interface RunningTransactions {
  /** The number of the oldest that has not ended. */
  readonly oldest: bigint
  /** The number that the next one gets. */
  readonly next: bigint
}

/** Where the next look at the log begins. */
export interface EventFloor {
  /** Nothing at or below this id is still on its way. */
  readonly id: bigint
  /** The ids above it that were heard already. */
  readonly heard: readonly bigint[]
  /** Takes the ids that a look gave. */
  hear(ids: readonly bigint[]): void
  /** Lifts the floor as far as is safe, after a look that gave all there was. */
  lift(running: RunningTransactions): void
}

/**
 * Creates a floor for a log whose ids are given out before their transactions commit, so that a smaller id may appear
 * after a larger one.
 *
 * Of the ids 7, 8 and 9, say, 8 is on its way when a look hears 7 and 9. The floor stays at 6: the next look hears
 * what is above it and was not heard, and so finds 8. When every transaction has ended that ran when 9 was heard,
 * 8 was heard or rolled back, and nothing at or below 9 comes any more: the floor is lifted to 9.
 *
 * Pure: no I/O, no clock.
 */
export function createEventFloor(id: bigint): EventFloor {
  let floor = id
  let heard = new Set<bigint>()
  let candidate: Candidate | undefined

  function findCandidate(): Candidate | undefined {
    const highest = [...heard].reduce((most, one) => (one > most ? one : most), floor)
    return highest > floor ? { id: highest, safeFrom: undefined } : undefined
  }

  return {
    get id() {
      return floor
    },
    get heard() {
      return [...heard]
    },
    hear: (ids) => ids.forEach((one) => heard.add(one)),
    lift({ oldest, next }) {
      if (candidate?.safeFrom !== undefined && oldest >= candidate.safeFrom) {
        floor = candidate.id
        heard = new Set([...heard].filter((one) => one > floor))
        candidate = undefined
      }
      // One look after it was heard: an id is given out a moment before its transaction gets a number.
      if (candidate) candidate.safeFrom ??= next
      else candidate = findCandidate()
    },
  }
}

/** An id that becomes the floor when all transactions with smaller numbers have ended. */
interface Candidate {
  readonly id: bigint
  safeFrom: bigint | undefined
}
