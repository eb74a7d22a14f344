const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  connection: 'keep-alive',
  'x-accel-buffering': 'no',
}

/** What answers sooner goes out whole, which costs less than a stream. */
const PATIENCE_MS = 5_000

/** Something between could take silence for an end. */
const KEEP_ALIVE_MS = 15_000

/** A message as one event. */
export function toMessageFrame(message: string): string {
  return `event: message\ndata: ${message}\n\n`
}

/** What is sent before the answer, as it comes. */
export interface Outbox {
  send(message: string): void
}

/** An outbox, as its stream reads it. */
export interface OpenOutbox extends Outbox {
  /** Whoever takes the messages gets those that wait, and then each as it comes. */
  open(take: (message: string) => void): void
  /** Told once, with the first message. */
  onFirst(tell: () => void): void
}

/** Creates an outbox, which holds what is sent until a stream takes it. */
export function createOutbox(): OpenOutbox {
  const waiting: string[] = []
  let take = (message: string): void => {
    waiting.push(message)
  }
  let tellFirst = () => {}
  return {
    send(message) {
      take(message)
      tellFirst()
    },
    open(taker) {
      waiting.splice(0).forEach(taker)
      take = taker
    },
    onFirst(tell) {
      if (waiting.length > 0) tell()
      tellFirst = tell
    },
  }
}

/**
 * Answers with an event stream of one message, after those of the outbox; while it is awaited for
 * long, the stream is kept alive.
 *
 * @param onGone Told when the reader has gone before the message was there
 */
export async function toEventStream(
  message: Promise<string>,
  { outbox = createOutbox(), onGone = () => {} }: { outbox?: OpenOutbox; onGone?: () => void } = {},
): Promise<Response> {
  const soon = await sooner(message, outbox)
  const body = soon === undefined ? toSlowBody(message, outbox, onGone) : toMessageFrame(soon)
  return new Response(body, { headers: HEADERS })
}

/** `undefined` when the message takes long, or another goes before it. */
async function sooner(message: Promise<string>, outbox: OpenOutbox): Promise<string | undefined> {
  const { promise: other, resolve } = Promise.withResolvers<undefined>()
  const giveUp = () => resolve(undefined)
  const timer = setTimeout(giveUp, PATIENCE_MS)
  outbox.onFirst(giveUp)
  try {
    return await Promise.race([other, message])
  } finally {
    clearTimeout(timer)
  }
}

function toSlowBody(
  message: Promise<string>,
  outbox: OpenOutbox,
  onGone: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let timer: ReturnType<typeof setInterval> | undefined
  const end = () => {
    clearInterval(timer)
    outbox.open(() => {})
  }
  return new ReadableStream({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      timer = setInterval(() => send(': keepalive\n\n'), KEEP_ALIVE_MS)
      outbox.open((notice) => send(toMessageFrame(notice)))
      message
        .then((text) => {
          send(toMessageFrame(text))
          controller.close()
        })
        // The reader has gone, and takes nothing any more.
        .catch(() => {})
        .finally(end)
    },
    cancel() {
      end()
      onGone()
    },
  })
}
