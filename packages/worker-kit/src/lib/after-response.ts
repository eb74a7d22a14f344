import type { WorkerContext } from './visit.ts'

/**
 * Does work once an answer was sent or given up. An MCP answer may be a stream, and its tool may
 * still run when `fetch` has returned: what the tool uses is closed here, not before.
 */
export function afterResponse(
  response: Response,
  ctx: WorkerContext,
  work: () => Promise<unknown>,
): Response {
  const reader = response.body?.getReader()
  if (reader === undefined) {
    ctx.waitUntil(work())
    return response
  }

  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  ctx.waitUntil(ended.then(work))
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        end()
        controller.close()
      } catch (error) {
        end()
        controller.error(error)
      }
    },
    async cancel(reason) {
      end()
      await reader.cancel(reason)
    },
  })
  const { status, statusText, headers } = response
  return new Response(body, { status, statusText, headers })
}
