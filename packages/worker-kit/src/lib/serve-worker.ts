import { serveNode, type RunningService } from '@toolgraph/entry/node'
import type { ToolTypes } from './create-mcp-worker.ts'
import type { Log } from './log.ts'
import type { McpWorker } from './mcp-worker.ts'

/** How a worker is served on Node. */
export interface WorkerService<bindings> {
  /** What tools and options read; the same for every request. */
  env: bindings
  /** Stands in the line that says it is ready. */
  name: string
  host: string
  /** 0 takes any that is free. */
  port: number
  log: Log
  /** Closes what the environment holds, after the last answer and the last background work. */
  onStop?: () => Promise<void>
}

/** How long background work may go on after a stop was asked. */
const BACKGROUND_MS = 5_000

/**
 * Serves a worker on Node until SIGTERM or SIGINT.
 *
 * @throws When the port is taken or the environment is not what the worker's schema asks for, with a
 * sentence that says what to do
 */
export async function serveWorker<env, tools extends ToolTypes, bindings>(
  worker: McpWorker<env, tools, bindings>,
  service: WorkerService<bindings>,
): Promise<RunningService> {
  const { env, name, host, port, log, onStop } = service
  worker.checkEnvironment(env)
  const background = new Set<Promise<void>>()

  const ctx = {
    waitUntil(promise: Promise<unknown>) {
      const work = promise
        .then(() => {})
        .catch((error: unknown) => log.error('Background work failed', { error }))
        .finally(() => background.delete(work))
      background.add(work)
    },
  }

  return serveNode({
    fetch: (request) => worker.fetch(request, env, ctx),
    name,
    host,
    port,
    log,
    async onStop() {
      await Promise.race([Promise.all(background), pause(BACKGROUND_MS)])
      await onStop?.()
    },
  })
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
}
