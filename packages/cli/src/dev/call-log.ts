/** One request that came to the worker. */
export interface LoggedCall {
  /** Grows with each call. */
  readonly id: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly method: string
  readonly path: string
  readonly status: number
  readonly milliseconds: number
  /** What the request said, as far as it is kept. */
  readonly request: string
  /** What the answer said, as far as it is kept. */
  readonly response: string
  /** The challenge of a 401 or 403: why a token was not enough. */
  readonly challenge?: string
}

/** Remembers the last calls of a worker, whoever made them. */
export interface CallLog {
  add(call: Omit<LoggedCall, 'id'>): void
  /** Newest first. */
  list(): readonly LoggedCall[]
}

const MAX_CALLS = 50

/** Characters that are kept of a body. */
export const MAX_KEPT = 16_384

/** Creates an empty log of calls. */
export function createCallLog(): CallLog {
  let calls: readonly LoggedCall[] = []
  let id = 0
  return {
    list: () => calls,
    add(call) {
      id += 1
      calls = [{ ...call, id }, ...calls].slice(0, MAX_CALLS)
    },
  }
}
