/** The limits of one body. */
export interface BodyBounds {
  maxBytes: number
  /** Aborts when the deadline has passed or the caller gave up; its reason is what the reader gets. */
  signal: AbortSignal
  /** Makes the error for a body that is too large. */
  tooLarge: () => Error
  /** Runs once, when nothing more will be read. */
  onEnd: () => void
}

/** Passes a body through, chunk by chunk, until it ends or goes past its bounds. */
export function boundBody(
  body: ReadableStream<Uint8Array>,
  { maxBytes, signal, tooLarge, onEnd }: BodyBounds,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader()
  const aborted = whenAborted(signal)
  let received = 0

  function stop(reason: unknown): never {
    onEnd()
    void reader.cancel(reason).catch(() => {})
    throw reason
  }

  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const part = await Promise.race([reader.read(), aborted]).catch(stop)
        if (part.done) {
          onEnd()
          return controller.close()
        }
        received += part.value.byteLength
        if (received > maxBytes) return stop(tooLarge())
        controller.enqueue(new Uint8Array(part.value))
      },
      cancel(reason) {
        onEnd()
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

/** A promise that only ever rejects, with the reason of the signal. */
function whenAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => {})
  if (signal.aborted) reject(signal.reason)
  else signal.addEventListener('abort', () => reject(signal.reason), { once: true })

  return promise
}
