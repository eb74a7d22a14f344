import { once } from 'node:events'
import {
  createServer,
  request as sendRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { MAX_KEPT, type CallLog } from './call-log.ts'

interface Front {
  /** Where the worker's own process listens. */
  target: number
  calls: CallLog
  now: () => number
}

/** A restart takes about a second; a worker that does not start at all is told to the caller. */
const PATIENCE_MS = 10_000

/**
 * Stands before the worker on the port that the world knows: a call that comes during a restart
 * waits instead of failing, and each call is remembered for the inspector.
 */
export function createFront(front: Front): Server {
  return createServer((request, response) => {
    pass(front, request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else response.writeHead(503, { 'content-type': 'text/plain' }).end(UNAVAILABLE)
    })
  })
}

const UNAVAILABLE =
  'The worker does not run: what is wrong stands in the terminal of "toolgraph dev"\n'

async function pass(front: Front, request: IncomingMessage, response: ServerResponse) {
  const { target, calls, now } = front
  const { method = 'GET', url = '/' } = request
  // The log is to be read, so nothing is compressed.
  const { 'accept-encoding': _encoding, ...headers } = request.headers
  const at = now()
  await untilListening(target)

  const upstream = sendRequest({ host: '127.0.0.1', port: target, method, path: url, headers })
  // Who waits for it hears of an error; who does not must not fall over it.
  upstream.on('error', () => {})
  // A caller who goes away ends the call in the worker too.
  response.once('close', () => upstream.destroy())
  const asked = keep(request)
  request.pipe(upstream)
  const [answer] = (await once(upstream, 'response')) as [IncomingMessage]
  answer.on('error', () => response.destroy())
  const said = keep(answer)
  const { statusCode: status = 502 } = answer
  response.writeHead(status, answer.headers)
  answer.pipe(response)
  await once(answer, 'close')

  const challenge = answer.headers['www-authenticate']
  calls.add({
    at,
    method,
    path: url,
    status,
    milliseconds: now() - at,
    request: asked(),
    response: said(),
    ...(challenge === undefined ? {} : { challenge }),
  })
}

/** Copies what flows by, up to a length. */
function keep(stream: IncomingMessage): () => string {
  const chunks: Buffer[] = []
  let length = 0
  stream.on('data', (chunk: Buffer) => {
    if (length < MAX_KEPT) chunks.push(chunk)
    length += chunk.length
  })
  return () => Buffer.concat(chunks).subarray(0, MAX_KEPT).toString()
}

async function untilListening(port: number): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await isListening(port))) {
    if (performance.now() > end) throw new Error('Nothing listens')
    await pause(50)
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
