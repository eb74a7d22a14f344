/** Longer than this no timer waits. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Cuts off what is heard after a time. It is no orderly end: a client that comes back by itself after a lost
 * connection comes back with a new token, and one that cannot is told so by the refusal.
 *
 * @param options `stop`: tells the source too
 */
export function endAfter<value>(
  values: AsyncGenerator<value, void, void>,
  { ms, stop }: { ms: number; stop: AbortController },
): AsyncGenerator<value, void, void> {
  const { promise: cut, reject } = Promise.withResolvers<never>()
  cut.catch(() => {})
  const timer = setTimeout(
    () => {
      reject(new DOMException('The access token has expired', 'AbortError'))
      stop.abort()
    },
    Math.min(Math.max(ms, 0), MAX_TIMER_MS),
  )

  const end = async <result>(last: Promise<result>): Promise<result> => {
    clearTimeout(timer)
    return last
  }
  return {
    async next() {
      const result = await Promise.race([values.next(), cut])
      return result.done ? end(Promise.resolve(result)) : result
    },
    return: () => end(values.return()),
    throw: (error) => end(values.throw(error)),
    [Symbol.asyncIterator]() {
      return this
    },
    async [Symbol.asyncDispose]() {
      await end(values.return())
    },
  }
}
