import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Log } from './lib/log.ts'

export { createAddressReader } from './lib/client-address.ts'

/** What a service hands to its Node process. */
export type NodeService = NodeServiceBase & (FetchService | ListenerService)

interface FetchService {
  /** Answers a request (the same function that a Worker exports); gets what the Node server hands along with it. */
  fetch: (request: Request, bindings?: unknown) => Response | Promise<Response>
}

interface ListenerService {
  /** Answers a request in Node's own way, for a framework that was built for Node. */
  listener: RequestListener
}

interface NodeServiceBase {
  name: string
  host: string
  /** 0 takes any that is free. */
  port: number
  log: Log
  /** Closes what the service holds (database, timers), after the last answer. */
  onStop?: () => Promise<void>
}

/** A service that listens. */
export interface RunningService {
  port: number
  /** Ends it: no new requests, the open ones get a moment, then what it holds is closed. */
  stop(): Promise<void>
}

/** How long open answers (an event stream, say) may go on after a stop was asked. */
const DRAIN_MS = 2000

/**
 * Serves on Node until SIGTERM or SIGINT.
 *
 * @throws When the port is taken, with a sentence that says what to do
 */
export async function serveNode(service: NodeService): Promise<RunningService> {
  const { name, host, log } = service
  const server = createServer(
    'listener' in service ? service.listener : getRequestListener(service.fetch),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(toListenError(error, service)))
    server.listen(service.port, host, resolve)
  })
  // With a host given, the address of a listening TCP server is never a string or null.
  const { port } = server.address() as AddressInfo

  let stopping: Promise<void> | undefined
  const stop = () =>
    (stopping ??= new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeIdleConnections()
      setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref()
    }).then(() => service.onStop?.()))

  const exit = () => {
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('Cannot stop cleanly', { error })
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, exit)
  // A service that a launcher started (with a channel to it) tells it, and does not outlive it.
  if (process.env['TOOLGRAPH_LAUNCHED']) {
    process.once('disconnect', exit)
    process.send?.('listening')
  }
  console.log(`${name} ready on http://localhost:${port}`)
  return { port, stop }
}

function toListenError(error: NodeJS.ErrnoException, { name, port, host }: NodeService): Error {
  const why: Record<string, string> = {
    EADDRINUSE: `port ${port} is taken; end the program that uses it or set another port`,
    EACCES: `this account may not use port ${port}; choose one above 1023`,
    EADDRNOTAVAIL: `this machine has no address "${host}"; set HOST to one it has`,
  }
  return new Error(`Cannot start ${name}: ${why[error.code ?? ''] ?? error.message}`, {
    cause: error,
  })
}

/**
 * Runs an entry: what stops its start is told in one line, without a stack.
 *
 * @param start Builds the service and serves it
 */
export function runEntry(start: () => Promise<unknown>): void {
  start().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    if (process.env['DEBUG']) console.error(error)
    process.exit(1)
  })
}
