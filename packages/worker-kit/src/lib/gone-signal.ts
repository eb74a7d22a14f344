/** The signal of a call that is answered with a stream. */
export interface GoneSignal {
  /** Made when it is read first: to make one is dear. */
  readonly signal: AbortSignal
  /** The reader of the stream has gone. */
  leave(): void
}

/**
 * Creates a signal that hears of a client that goes away however a platform tells it: Node by the
 * signal of the request, Workers by the stream that nobody reads any more.
 */
export function createGoneSignal(request: Request): GoneSignal {
  let known: { controller: AbortController; signal: AbortSignal } | undefined
  const make = () => {
    const controller = new AbortController()
    return { controller, signal: AbortSignal.any([request.signal, controller.signal]) }
  }
  return {
    get signal() {
      known ??= make()
      return known.signal
    },
    leave() {
      known ??= make()
      known.controller.abort()
    },
  }
}
