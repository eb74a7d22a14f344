const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  connection: 'keep-alive',
  'x-accel-buffering': 'no',
}

/** What answers sooner goes out whole, which costs less than a stream. */
const PATIENCE_MS = 5_000

/** As often as the SDK: something between could take silence for an end. */
const KEEP_ALIVE_MS = 15_000

/** A message as one event. */
export function toMessageFrame(message: string): string {
  return `event: message\ndata: ${message}\n\n`
}

/** Answers with an event stream of one message; while it is awaited for long, the stream is kept alive. */
export async function toEventStream(message: Promise<string>): Promise<Response> {
  const soon = await within(PATIENCE_MS, message)
  const body = soon === undefined ? toSlowBody(message) : toMessageFrame(soon)
  return new Response(body, { headers: HEADERS })
}

async function within<value>(ms: number, promise: Promise<value>): Promise<value | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(resolve, ms, undefined)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

function toSlowBody(message: Promise<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let timer: ReturnType<typeof setInterval> | undefined
  return new ReadableStream({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      timer = setInterval(() => send(': keepalive\n\n'), KEEP_ALIVE_MS)
      message
        .then((text) => {
          send(toMessageFrame(text))
          controller.close()
        })
        // The reader has gone, and takes nothing any more.
        .catch(() => {})
        .finally(() => clearInterval(timer))
    },
    cancel: () => clearInterval(timer),
  })
}
